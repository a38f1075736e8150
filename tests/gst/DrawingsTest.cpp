// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "gst/Drawings.hpp"
#include "gst/Element.hpp"

using namespace vitrine;

TEST_CASE("a graph shows caps, but not the key that is in those of an SRTP camera") {
    const gst::Ref<GstElement> pipeline(
        gst_parse_launch("fakesrc num-buffers=1 ! application/x-srtp, "
                         "ssrc=(uint)4711, srtp-key=(buffer)00112233445566778899aabbccddeeff ! "
                         "fakesink async=false",
                         nullptr),
        gst::sink);
    REQUIRE(pipeline);
    gst_element_set_state(pipeline.get(), GST_STATE_PAUSED);
    gst_element_get_state(pipeline.get(), nullptr, nullptr, GST_CLOCK_TIME_NONE);
    // Its pads have their caps once the buffer has passed them.
    gst_element_set_state(pipeline.get(), GST_STATE_PLAYING);
    const gst::Ref<GstBus> bus(gst_element_get_bus(pipeline.get()), gst::adopt);
    const gst::Ref<GstMessage> end(
        gst_bus_timed_pop_filtered(bus.get(), 10 * GST_SECOND,
                                   GstMessageType(GST_MESSAGE_EOS | GST_MESSAGE_ERROR)),
        gst::adopt);
    CHECK(end);
    const auto dot = gst::dotOf(pipeline.get());
    gst_element_set_state(pipeline.get(), GST_STATE_NULL);
    CHECK_THAT(dot, ContainsSubstring("ssrc: 4711"));
    CHECK_THAT(dot, ContainsSubstring("srtp-key:***"));
    CHECK_THAT(dot, !ContainsSubstring("00112233"));
}
