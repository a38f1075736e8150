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
    CHECK_FALSE(assembler.add(test::rtpPacket(7, 0x67, false), GST_SECOND));
    CHECK_FALSE(assembler.add(test::rtpPacket(7, 0x68, false), GST_SECOND));
    const auto key = assembler.add(test::rtpPacket(7, 0x65, true), GST_SECOND);
    REQUIRE(key);
    CHECK(key->key);
    CHECK(key->time == GST_SECOND);
    CHECK(gst_buffer_list_length(key->packets.get()) == 3);
    CHECK(key->bytes == 3 * 16);
    const auto delta = assembler.add(test::rtpPacket(7, 0x41, true), 2 * GST_SECOND);
    REQUIRE(delta);
    CHECK_FALSE(delta->key);
}

TEST_CASE("an access unit delimiter takes no packet and no sequence number") {
    camera::RtpStream stream;
    camera::FrameAssembler assembler(stream);
    CHECK_FALSE(assembler.add(test::rtpPacket(7, 0x09, false), GST_SECOND));
    const auto before = stream.nextSequence();
    const auto frame = assembler.add(test::rtpPacket(8, 0x41, true), GST_SECOND);
    REQUIRE(frame);
    CHECK(gst_buffer_list_length(frame->packets.get()) == 1);
    CHECK(frame->wire->packets().size() == 1);
    CHECK(frame->sequence == before);
    // One that ends its frame is the frame's mark.
    CHECK(assembler.add(test::rtpPacket(9, 0x09, true), 2 * GST_SECOND));
}

TEST_CASE("sequence numbers and timestamps go on from one run to the next") {
    camera::RtpStream stream;
    guint16 last = 0;
    {
        camera::FrameAssembler firstRun(stream);
        last = test::sequences(firstRun.add(test::rtpPacket(100, 0x65, true), 0)->packets.get())[0];
    }
    camera::FrameAssembler secondRun(stream);
    const auto frame = secondRun.add(test::rtpPacket(5000, 0x65, true), GST_SECOND);
    CHECK(test::sequences(frame->packets.get())[0] == static_cast<guint16>(last + 1));
    CHECK(stream.timestampAt(GST_SECOND) - stream.timestampAt(0) == camera::kVideoClockRate);
}

TEST_CASE("the timestamp wraps as RTP's does") {
    const camera::RtpStream stream;
    // 2^32 ticks of 90 kHz later the same number comes again.
    const auto wrap = gst_util_uint64_scale(G_GUINT64_CONSTANT(1) << 32U, GST_SECOND, 90000);
    const auto apart =
        static_cast<gint32>(stream.timestampAt(wrap + GST_SECOND) - stream.timestampAt(GST_SECOND));
    CHECK(std::abs(apart) <= 1);
}
