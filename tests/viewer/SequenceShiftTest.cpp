// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/RtpFrames.hpp"
#include "support/catch.hpp"

#include "viewer/SequenceShift.hpp"

using namespace vitrine;
using test::rtpFrame;
using test::sequences;

TEST_CASE("as long as nothing is left out the packets go out as they are, in a list of its own") {
    const viewer::SequenceShift shift;
    const auto frame = rtpFrame(true, 10);
    const auto own = shift.apply(frame.packets);
    CHECK(gst_buffer_list_is_writable(own.get()));
    REQUIRE(gst_buffer_list_length(own.get()) == 2);
    for (guint i = 0; i < 2; ++i)
        CHECK(gst_buffer_list_get(own.get(), i) == gst_buffer_list_get(frame.packets.get(), i));
}

TEST_CASE("a left-out frame leaves no hole, across the wrap too") {
    viewer::SequenceShift shift;
    shift.leaveOut(rtpFrame(false, 0xFFFE, 3).packets.get());
    const auto next = rtpFrame(true, 1, 2);
    CHECK(sequences(shift.apply(next.packets).get()) == std::vector<guint16>{0xFFFE, 0xFFFF});
    CHECK(sequences(next.packets.get()) == std::vector<guint16>{1, 2});
}

TEST_CASE("a shifted packet shares its payload with everybody's") {
    viewer::SequenceShift shift;
    shift.leaveOut(rtpFrame(false, 0).packets.get());
    // As a payloader makes them: header and payload are memories of their own.
    gst::Ref<GstBufferList> packets(gst_buffer_list_new(), gst::adopt);
    auto* packet = gst_rtp_buffer_new_allocate(0, 0, 0);
    gst_buffer_append_memory(packet, gst_allocator_alloc(nullptr, 1000, nullptr));
    gst_buffer_list_add(packets.get(), packet);
    const auto shifted = shift.apply(packets);
    auto* copy = gst_buffer_list_get(shifted.get(), 0);
    REQUIRE(gst_buffer_n_memory(copy) == 2);
    CHECK(gst_buffer_peek_memory(copy, 1) == gst_buffer_peek_memory(packet, 1));
    CHECK(gst_buffer_peek_memory(copy, 0) != gst_buffer_peek_memory(packet, 0));
}
