// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "gst/PlayoutDelay.hpp"

#include <array>

using namespace vitrine::gst;

TEST_CASE("the range is packed in steps of ten milliseconds") {
    CHECK(packPlayoutDelay({0, 0}) == 0);
    CHECK(packPlayoutDelay({0, 100}) == 10);
    CHECK(packPlayoutDelay({200, 400}) == (20U << 12U | 40U));
    CHECK(packPlayoutDelay({1000000, 1000000}) == 0xFFFFFF);
}

TEST_CASE("the extension writes three bytes under its URI") {
    const auto extension = makePlayoutDelay(5, {200, 400});
    CHECK(std::string(gst_rtp_header_extension_get_uri(extension.get())) == kPlayoutDelayUri);
    CHECK(gst_rtp_header_extension_get_id(extension.get()) == 5);
    const Ref<GstBuffer> input(gst_buffer_new(), adopt);
    const Ref<GstBuffer> output(gst_buffer_new(), adopt);
    std::array<guint8, 8> data{};
    CHECK(gst_rtp_header_extension_write(extension.get(), input.get(),
                                         GST_RTP_HEADER_EXTENSION_ONE_BYTE, output.get(),
                                         data.data(), data.size()) == 3);
    CHECK((data[0] << 16 | data[1] << 8 | data[2]) == (20 << 12 | 40));
    CHECK(gst_rtp_header_extension_write(extension.get(), input.get(),
                                         GST_RTP_HEADER_EXTENSION_ONE_BYTE, output.get(),
                                         data.data(), 2) < 0);
}
