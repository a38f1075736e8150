// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/SrtpPeer.hpp"
#include "support/catch.hpp"

#include "rtp/SrtpProtector.hpp"

using namespace vitrine;
using test::Bytes;
using test::RtpPacket;

namespace {

/// Our sender, and libsrtp with its key.
struct Ends {
    rtp::SrtpProtector ours{test::someMaster()};
    test::SrtpPeer peer{test::someMaster()};

    // As PacketWriter does it: the header is written where the packet goes out from.
    Bytes protect(const RtpPacket& packet, std::uint64_t index) {
        auto bytes = packet.bytes();
        bytes.resize(packet.headerBytes());
        const auto header = bytes.size();
        bytes.resize(header + packet.payload.size() + rtp::kSrtpTagBytes);
        const auto written = ours.protectRtp(std::span(bytes).first(header), packet.payload, index,
                                             bytes.data() + header);
        CHECK(header + written == bytes.size());
        return bytes;
    }

    // Packets that follow one another, behind one that is there already; their tags are made
    // together.
    void encrypt(const RtpPacket& packet, std::uint64_t index, rtp::DatagramBatch& to) {
        const auto header = packet.headerBytes();
        const auto bytes = packet.bytes();
        const auto room = to.open(bytes.size() + rtp::kSrtpTagBytes);
        std::copy_n(bytes.begin(), header, room.begin());
        to.close(header +
                 ours.encryptRtp(room.first(header), packet.payload, index, &room[header]));
    }

    // The packet goes out as libsrtp would send it, and libsrtp reads it.
    void compare(RtpPacket packet, std::uint64_t index) {
        packet.sequence = static_cast<std::uint16_t>(index);
        const auto bytes = protect(packet, index);
        INFO("index " << index << ", payload " << packet.payload.size());
        CHECK(bytes == peer.seal(packet.bytes()));
        CHECK(peer.open(bytes) == packet.bytes());
    }
};

Bytes report(std::uint32_t ssrc, std::size_t words) {
    auto bytes = test::counting(8 + 4 * words, 7);
    rtp::writeU32(bytes.data(), 0x80C80000U | static_cast<std::uint32_t>(words + 1));
    rtp::writeU32(bytes.data() + 4, ssrc);
    return bytes;
}

Bytes protectReport(rtp::SrtpProtector& srtp, Bytes plain, std::uint32_t index) {
    const auto size = plain.size();
    plain.resize(size + rtp::SrtpProtector::kRtcpTrailerBytes);
    CHECK(srtp.protectRtcp(plain, size, index) == plain.size());
    return plain;
}

} // namespace

TEST_CASE("RTP of every size is protected as libsrtp does it") {
    Ends ends;
    RtpPacket packet;
    for (std::size_t size = 0; size <= 1500; ++size) {
        packet.payload = test::counting(size, static_cast<unsigned>(size));
        ends.compare(packet, 100 + size);
    }
}

TEST_CASE("packets whose tags are made together are as libsrtp protects each") {
    Ends ends;
    const auto other = test::counting(50);
    std::uint64_t next = 0xFF00; // across a rollover, too
    for (std::size_t count = 0; count < 12; ++count) {
        rtp::DatagramBatch batch;
        std::ranges::copy(other, batch.open(other.size()).begin());
        batch.close(other.size());
        std::vector<RtpPacket> packets(count);
        const auto first = next;
        for (auto& packet : packets) {
            packet.sequence = static_cast<std::uint16_t>(next);
            packet.payload = test::counting(next * 37 % 1200, static_cast<unsigned>(next));
            ends.encrypt(packet, next++, batch);
        }
        ends.ours.tagRtp(batch, 1, first);
        REQUIRE(batch.datagrams().size() == 1 + count);
        CHECK(test::copyOf(batch.bytes(batch.datagrams()[0])) == other);
        for (std::size_t i = 0; i < count; ++i) {
            const auto bytes = test::copyOf(batch.bytes(batch.datagrams()[1 + i]));
            INFO(i << " of " << count);
            CHECK(bytes == ends.peer.seal(packets[i].bytes()));
            CHECK(ends.peer.open(bytes) == packets[i].bytes());
        }
        next += 20;
    }
}

TEST_CASE("sources and header extensions stay readable and are authenticated") {
    Ends ends;
    RtpPacket packet;
    packet.marker = true;
    packet.payload = test::counting(33);
    for (std::uint32_t sources = 0; sources <= 15; ++sources) {
        packet.extension.reset();
        ends.compare(packet, 2 * sources);
        packet.extension = test::counting(4 * sources);
        ends.compare(packet, 2 * sources + 1);
        packet.sources.push_back(sources);
    }
    for (const std::size_t place : {1U, 5U, 12U, 20U}) {
        packet.sequence = 1000;
        packet.sources = {1, 2};
        auto harmed = ends.protect(packet, 1000);
        harmed[place] ^= 1;
        CHECK_FALSE(ends.peer.open(harmed));
    }
}

TEST_CASE("every stream of a session has a keystream of its own") {
    Ends ends;
    RtpPacket packet;
    packet.payload = Bytes(64);
    for (const std::uint32_t ssrc : {0U, 1U, 0x80000000U, 0xFFFFFFFFU}) {
        packet.ssrc = ssrc;
        ends.compare(packet, 5);
    }
}

TEST_CASE("the rollover counter goes on where the sequence number begins again") {
    Ends ends;
    RtpPacket packet;
    packet.payload = test::counting(100);
    // No step is half of 2^16, which a receiver would take for one back.
    for (std::uint64_t index = 0x7F00; index < 0x5FFF0; index += 0x2FFF)
        ends.compare(packet, index);
    // Packet by packet across one more.
    for (std::uint64_t index = 0x5FFF0; index < 0x60010; ++index)
        ends.compare(packet, index);
}

TEST_CASE("all 32 bits of the rollover counter count") {
    for (const std::uint32_t rollover : {0x10000U, 0x89ABCDEFU, 0xFFFFFFFFU}) {
        Ends ends;
        RtpPacket packet;
        packet.payload = test::counting(100);
        packet.sequence = 1;
        ends.peer.seal(packet.bytes());
        REQUIRE(ends.peer.sealFrom(packet.ssrc, rollover));
        packet.sequence = 2;
        CHECK(ends.protect(packet, std::uint64_t{rollover} << 16U | 2) ==
              ends.peer.seal(packet.bytes()));
    }
}

TEST_CASE("RTCP is protected as libsrtp does it, index by index") {
    Ends ends;
    for (std::uint32_t index = 1; index < 200; ++index) { // libsrtp's first one is 1
        const auto plain = report(index % 3, index % 40);
        // libsrtp counts for each sender.
        Ends fresh;
        CHECK(protectReport(fresh.ours, plain, 1) == fresh.peer.sealReport(plain));
        const auto bytes = protectReport(ends.ours, plain, index);
        CHECK(ends.peer.openReport(bytes) == plain);
        auto harmed = bytes;
        harmed[bytes.size() - 11] ^= 1; // of the index
        CHECK_FALSE(ends.peer.openReport(harmed));
    }
}

TEST_CASE("one sender's RTCP has the same bytes as libsrtp's for as long as it counts") {
    Ends ends;
    for (std::uint32_t index = 1; index < 300; ++index) {
        const auto plain = report(0x01020304, 6 + index % 4);
        CHECK(protectReport(ends.ours, plain, index) == ends.peer.sealReport(plain));
    }
}

TEST_CASE("libsrtp opens RTCP whose index begins high and ends at the last") {
    Ends ends;
    const auto plain = report(9, 12);
    for (const std::uint32_t index :
         {1U << 30U, (1U << 30U) + 1, rtp::SrtpProtector::kMostRtcpIndex})
        CHECK(ends.peer.openReport(protectReport(ends.ours, plain, index)) == plain);
}
