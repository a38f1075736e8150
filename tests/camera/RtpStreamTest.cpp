// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/RtpFrames.hpp"
#include "support/catch.hpp"

#include "camera/RtpStream.hpp"

#include <array>
#include <cstdlib>

using namespace vitrine;
using camera::beginsIdr;

TEST_CASE("an IDR is known by its NAL type, whole or in fragments") {
    const std::array<guint8, 2> idr{0x65, 0};
    const std::array<guint8, 2> slice{0x41, 0};
    const std::array<guint8, 2> firstFragment{0x7C, 0x85};
    const std::array<guint8, 2> laterFragment{0x7C, 0x05};
    const std::array<guint8, 2> fragmentOfSlice{0x7C, 0x81};
    CHECK(beginsIdr(idr.data(), idr.size()));
    CHECK(beginsIdr(firstFragment.data(), firstFragment.size()));
    CHECK_FALSE(beginsIdr(slice.data(), slice.size()));
    CHECK_FALSE(beginsIdr(laterFragment.data(), laterFragment.size()));
    CHECK_FALSE(beginsIdr(fragmentOfSlice.data(), fragmentOfSlice.size()));
    CHECK_FALSE(beginsIdr(firstFragment.data(), 1));
    CHECK_FALSE(beginsIdr(idr.data(), 0));
}

TEST_CASE("a frame ends at the marker bit and is a key frame if any packet is") {
    camera::RtpStream stream;
    camera::FrameAssembler assembler(stream);
    CHECK_FALSE(assembler.add(test::rtpPacket(7, 0x67, false), GST_SECOND, 0));
    CHECK_FALSE(assembler.add(test::rtpPacket(7, 0x68, false), GST_SECOND, 0));
    const auto key = assembler.add(test::rtpPacket(7, 0x65, true), GST_SECOND, 0);
    REQUIRE(key);
    CHECK(key->key);
    CHECK(key->time == GST_SECOND);
    CHECK(gst_buffer_list_length(key->packets.get()) == 3);
    CHECK(key->bytes == 3 * 16);
    const auto delta = assembler.add(test::rtpPacket(7, 0x41, true), 2 * GST_SECOND, 0);
    REQUIRE(delta);
    CHECK_FALSE(delta->key);
}

TEST_CASE("an access unit delimiter takes no packet and no sequence number") {
    camera::RtpStream stream;
    camera::FrameAssembler assembler(stream);
    CHECK_FALSE(assembler.add(test::rtpPacket(7, 0x09, false), GST_SECOND, 0));
    const auto before = stream.nextSequence();
    const auto frame = assembler.add(test::rtpPacket(8, 0x41, true), GST_SECOND, 0);
    REQUIRE(frame);
    CHECK(gst_buffer_list_length(frame->packets.get()) == 1);
    CHECK(frame->wire->packets().size() == 1);
    CHECK(frame->sequence == before);
    // One that ends its frame is the frame's mark.
    CHECK(assembler.add(test::rtpPacket(9, 0x09, true), 2 * GST_SECOND, 0));
}

TEST_CASE("a payload that is shared stays where it is") {
    camera::RtpStream stream;
    camera::FrameAssembler assembler(stream);
    static constexpr std::array<guint8, 3> kSlice{0x65, 1, 2};
    auto* packet = gst_rtp_buffer_new_allocate(0, 0, 0);
    gst_buffer_append_memory(
        packet, gst_memory_new_wrapped(GST_MEMORY_FLAG_READONLY, const_cast<guint8*>(kSlice.data()),
                                       kSlice.size(), 0, kSlice.size(), nullptr, nullptr));
    GstRTPBuffer rtp = GST_RTP_BUFFER_INIT;
    REQUIRE(gst_rtp_buffer_map(packet, GST_MAP_READWRITE, &rtp));
    gst_rtp_buffer_set_marker(&rtp, TRUE);
    gst_rtp_buffer_unmap(&rtp);
    const auto frame = assembler.add({packet, gst::adopt}, GST_SECOND, 0);
    REQUIRE(frame);
    CHECK(frame->key);
    auto* buffer = gst_buffer_list_get(frame->packets.get(), 0);
    GstMapInfo map;
    REQUIRE(gst_buffer_map_range(buffer, 1, 1, &map, GST_MAP_READ));
    CHECK(map.data == kSlice.data());
    gst_buffer_unmap(buffer, &map);
}

TEST_CASE("sequence numbers and timestamps go on from one run to the next") {
    camera::RtpStream stream;
    guint16 last = 0;
    {
        camera::FrameAssembler firstRun(stream);
        last =
            test::sequences(firstRun.add(test::rtpPacket(100, 0x65, true), 0, 0)->packets.get())[0];
    }
    camera::FrameAssembler secondRun(stream);
    const auto frame = secondRun.add(test::rtpPacket(5000, 0x65, true), GST_SECOND, 0);
    CHECK(test::sequences(frame->packets.get())[0] == static_cast<guint16>(last + 1));
    CHECK(stream.timestampAt(GST_SECOND) - stream.timestampAt(0) == camera::kVideoClockRate);
}

TEST_CASE("the capture time is written where there is room for it, in packets and on the wire") {
    camera::RtpStream stream;
    camera::FrameAssembler assembler(stream);
    auto packet = test::rtpPacket(7, 0x65, true);
    GstRTPBuffer rtp = GST_RTP_BUFFER_INIT;
    REQUIRE(gst_rtp_buffer_map(packet.get(), GST_MAP_READWRITE, &rtp));
    const std::array<guint8, 8> room{};
    REQUIRE(gst_rtp_buffer_add_extension_onebyte_header(&rtp, camera::kCaptureTimeId, room.data(),
                                                        room.size()));
    gst_rtp_buffer_unmap(&rtp);
    const auto frame = assembler.add(std::move(packet), GST_SECOND, 0x0102030405060708);
    REQUIRE(frame);
    const auto& wire = frame->wire->packets().at(0);
    REQUIRE(wire.captureTimeAt != 0);
    const auto header = frame->wire->header(wire);
    for (guint8 i = 0; i < 8; ++i)
        CHECK(header[wire.captureTimeAt + 1U + i] == i + 1);
    REQUIRE(gst_rtp_buffer_map(gst_buffer_list_get(frame->packets.get(), 0), GST_MAP_READ, &rtp));
    gpointer value = nullptr;
    guint size = 0;
    CHECK(gst_rtp_buffer_get_extension_onebyte_header(&rtp, camera::kCaptureTimeId, 0, &value,
                                                      &size));
    CHECK(size == 8);
    CHECK(static_cast<const guint8*>(value)[7] == 8);
    gst_rtp_buffer_unmap(&rtp);
}

TEST_CASE("the timestamp wraps as RTP's does") {
    const camera::RtpStream stream;
    // 2^32 ticks of 90 kHz later the same number comes again.
    const auto wrap = gst_util_uint64_scale(G_GUINT64_CONSTANT(1) << 32U, GST_SECOND, 90000);
    const auto apart =
        static_cast<gint32>(stream.timestampAt(wrap + GST_SECOND) - stream.timestampAt(GST_SECOND));
    CHECK(std::abs(apart) <= 1);
}
