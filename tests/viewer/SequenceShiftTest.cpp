// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/RtpFrames.hpp"
#include "support/catch.hpp"

#include "rtp/ByteOrder.hpp"
#include "viewer/SequenceShift.hpp"

#include <array>

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

TEST_CASE("a viewer's own playout delay is written into its packets and nobody else's") {
    viewer::SequenceShift shift;
    shift.setPlayoutDelay(20U << 12U | 40U);
    gst::Ref<GstBufferList> packets(gst_buffer_list_new(), gst::adopt);
    auto* packet = test::rtpPacket(7, 0x65, true).release();
    GstRTPBuffer rtp = GST_RTP_BUFFER_INIT;
    gst_rtp_buffer_map(packet, GST_MAP_READWRITE, &rtp);
    const std::array<guint8, 3> none{};
    gst_rtp_buffer_add_extension_onebyte_header(&rtp, camera::kPlayoutDelayId, none.data(), 3);
    gst_rtp_buffer_unmap(&rtp);
    gst_buffer_list_add(packets.get(), packet);
    const auto delayIn = [](GstBufferList* list) {
        GstRTPBuffer read = GST_RTP_BUFFER_INIT;
        REQUIRE(gst_rtp_buffer_map(gst_buffer_list_get(list, 0), GST_MAP_READ, &read));
        gpointer value = nullptr;
        guint size = 0;
        REQUIRE(gst_rtp_buffer_get_extension_onebyte_header(&read, camera::kPlayoutDelayId, 0,
                                                            &value, &size));
        const auto delay = rtp::readU24(static_cast<const std::uint8_t*>(value));
        gst_rtp_buffer_unmap(&read);
        return delay;
    };
    const auto own = shift.apply(packets);
    CHECK(delayIn(own.get()) == (20U << 12U | 40U));
    CHECK(sequences(own.get()) == std::vector<guint16>{7});
    CHECK(delayIn(packets.get()) == 0);
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
