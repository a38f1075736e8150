// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/RtpFrames.hpp"
#include "support/catch.hpp"

#include "rtp/ByteOrder.hpp"
#include "viewer/SequenceShift.hpp"

#include <array>
#include <optional>
#include <utility>

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

TEST_CASE("a viewer that offers has its packets numbered as it says, nobody else's") {
    const auto packetWith = [](std::array<guint8, 3> delay, std::array<guint8, 8> capture) {
        gst::Ref<GstBufferList> packets(gst_buffer_list_new(), gst::adopt);
        auto* packet = test::rtpPacket(7, 0x65, true).release();
        GstRTPBuffer rtp = GST_RTP_BUFFER_INIT;
        gst_rtp_buffer_map(packet, GST_MAP_READWRITE, &rtp);
        gst_rtp_buffer_set_payload_type(&rtp, camera::kPayloadType);
        gst_rtp_buffer_add_extension_onebyte_header(&rtp, camera::kPlayoutDelayId, delay.data(), 3);
        gst_rtp_buffer_add_extension_onebyte_header(&rtp, camera::kCaptureTimeId, capture.data(),
                                                    8);
        gst_rtp_buffer_unmap(&rtp);
        gst_buffer_list_add(packets.get(), packet);
        return packets;
    };
    // Its payload type, and the first byte of the extension with this identifier.
    const auto read = [](GstBufferList* list, guint8 id) {
        GstRTPBuffer rtp = GST_RTP_BUFFER_INIT;
        REQUIRE(gst_rtp_buffer_map(gst_buffer_list_get(list, 0), GST_MAP_READ, &rtp));
        gpointer value = nullptr;
        guint size = 0;
        const bool there =
            gst_rtp_buffer_get_extension_onebyte_header(&rtp, id, 0, &value, &size) != FALSE;
        const std::pair found{gst_rtp_buffer_get_payload_type(&rtp),
                              there ? std::optional(*static_cast<guint8*>(value)) : std::nullopt};
        gst_rtp_buffer_unmap(&rtp);
        return found;
    };
    viewer::SequenceShift shift({109, 2, std::nullopt});
    shift.setPlayoutDelay(0x330000);
    const auto packets = packetWith({0x11, 0, 0}, {0x22});
    const auto own = shift.apply(packets);
    CHECK(read(own.get(), 2) == std::pair(guint8{109}, std::optional<guint8>(0x33)));
    CHECK_FALSE(read(own.get(), 1).second);
    CHECK(sequences(own.get()) == std::vector<guint16>{7});
    CHECK(read(packets.get(), 1) == std::pair(guint8{96}, std::optional<guint8>(0x11)));
    CHECK(read(packets.get(), 2).second == 0x22);

    const viewer::SequenceShift swapped({96, 2, 1});
    CHECK(read(swapped.apply(packets).get(), 1).second == 0x22);
    CHECK(read(swapped.apply(packets).get(), 2).second == 0x11);
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
