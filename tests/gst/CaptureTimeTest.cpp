// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "gst/CaptureTime.hpp"

#include <algorithm>
#include <array>
#include <string>

using namespace vitrine::gst;

TEST_CASE("there is room for the capture time on packets of key frames, and on no others") {
    const auto extension = makeCaptureTime(2);
    CHECK(std::string(gst_rtp_header_extension_get_uri(extension.get())) == kCaptureTimeUri);
    CHECK(gst_rtp_header_extension_get_id(extension.get()) == 2);
    const Ref<GstBuffer> input(gst_buffer_new(), adopt);
    const Ref<GstBuffer> output(gst_buffer_new(), adopt);
    std::array<guint8, 9> data{};
    const auto write = [&](std::size_t size) {
        data.fill(9);
        return gst_rtp_header_extension_write(extension.get(), input.get(),
                                              GST_RTP_HEADER_EXTENSION_ONE_BYTE, output.get(),
                                              data.data(), size);
    };
    CHECK(write(data.size()) == 8);
    CHECK(std::ranges::count(data, 0) == 8);
    CHECK(write(7) < 0);
    GST_BUFFER_FLAG_SET(input.get(), GST_BUFFER_FLAG_DELTA_UNIT);
    CHECK(write(data.size()) == 0);
    CHECK(std::ranges::count(data, 9) == 9);
}
