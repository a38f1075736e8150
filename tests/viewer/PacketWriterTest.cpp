// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/SrtpPeer.hpp"
#include "support/WireFrames.hpp"
#include "support/catch.hpp"

#include "viewer/PacketWriter.hpp"

using namespace vitrine;
using test::Bytes;
using test::copyOf;
using test::wireOnlyFrame;

namespace {

constexpr std::uint32_t kSsrc = 0xA1B2C3D4;
constexpr std::uint32_t kAgainSsrc = 0x55667788;

viewer::StreamIdentity identity(bool retransmission = true) {
    viewer::StreamIdentity stream;
    stream.payloadType = 102;
    stream.ssrc = kSsrc;
    if (retransmission)
        stream.retransmission = {103, kAgainSsrc};
    stream.playoutDelayId = std::uint8_t{5};
    stream.cname = "vitrine";
    return stream;
}

/// A writer, what it wrote, and libsrtp to read it.
struct Desk {
    viewer::PacketWriter writer;
    rtp::DatagramBatch batch;
    test::SrtpPeer peer{test::someMaster()};

    explicit Desk(viewer::StreamIdentity stream = identity())
        : writer(test::someMaster(), std::move(stream)) {}

    std::vector<Bytes> sealed() const {
        std::vector<Bytes> datagrams;
        for (const auto& datagram : batch.datagrams())
            datagrams.push_back(copyOf(batch.bytes(datagram)));
        return datagrams;
    }
    std::vector<Bytes> opened() {
        std::vector<Bytes> packets;
        for (const auto& datagram : sealed())
            packets.push_back(peer.open(datagram).value_or(Bytes{}));
        return packets;
    }
    // Writes the frame and counts it as sent.
    std::vector<Bytes> send(const rtp::WireFrame& frame) {
        batch.clear();
        writer.writeFrame(frame, batch);
        writer.advance(frame, frame.packets().size());
        return opened();
    }
    std::vector<Bytes> sendAgain(const rtp::WireFrame& frame, std::size_t packet,
                                 std::uint64_t index) {
        batch.clear();
        writer.writeAgain(frame, frame.packets()[packet], index, batch);
        return opened();
    }
};

std::uint16_t low(std::uint64_t index) {
    return static_cast<std::uint16_t>(index);
}

// A packet of wireOnlyFrame() as the viewer is to see it.
Bytes expected(const rtp::WireFrame& frame, std::size_t place, std::uint64_t index,
               const Bytes& extension) {
    const auto& packet = frame.packets()[place];
    test::RtpPacket expected;
    expected.payloadType = 102;
    expected.ssrc = kSsrc;
    expected.sequence = low(index);
    expected.marker = place + 1 == frame.packets().size();
    expected.extension = extension;
    expected.payload = copyOf(frame.payload(packet));
    return expected.bytes();
}

} // namespace

TEST_CASE("a viewer's packets have its type, its source and its numbers, and all else as it was") {
    Desk desk;
    const auto first = desk.writer.nextIndex();
    const auto frame = wireOnlyFrame(0xFFFE, 3);
    const auto packets = desk.send(*frame.wire);
    REQUIRE(packets.size() == 3);
    for (std::size_t i = 0; i < 3; ++i)
        CHECK(packets[i] == expected(*frame.wire, i, first + i, test::playoutDelay(5)));
    CHECK(desk.writer.packets() == 3);
    CHECK_FALSE(desk.writer.exhausted());
}

TEST_CASE("numbers go on from frame to frame, whatever the camera's are") {
    Desk desk;
    auto next = desk.writer.nextIndex();
    CHECK(next < 0x8000); // the first rollover is far away
    for (const std::uint64_t camera : {5U, 8U, 70000U, 1U})
        for (const auto& packet : desk.send(*wireOnlyFrame(camera, 3).wire)) {
            REQUIRE_FALSE(packet.empty());
            CHECK(rtp::readU16(&packet[2]) == low(next++));
        }
    CHECK(desk.writer.nextIndex() == next);
}

TEST_CASE("numbers go on past 65535 for who receives") {
    Desk desk;
    const auto frame = wireOnlyFrame(0, 50);
    unsigned unread = 0;
    while (desk.writer.nextIndex() < 3 * 0x10000)
        for (const auto& packet : desk.send(*frame.wire))
            unread += packet.empty() ? 1 : 0;
    CHECK(unread == 0);
}

TEST_CASE("what was written and not sent is written again under the same numbers") {
    Desk desk;
    const auto first = desk.writer.nextIndex();
    const auto frame = wireOnlyFrame(7, 4);
    desk.writer.writeFrame(*frame.wire, desk.batch);
    CHECK(desk.writer.nextIndex() == first);
    CHECK(desk.writer.packets() == 0);
    desk.writer.advance(*frame.wire, 3);
    CHECK(desk.writer.nextIndex() == first + 3);
    const auto packets = desk.send(*wireOnlyFrame(11, 1).wire);
    CHECK(rtp::readU16(&packets[0][2]) == low(first + 3));
}

TEST_CASE("a viewer may have a playout delay of its own") {
    Desk desk;
    const auto first = desk.writer.nextIndex();
    desk.writer.setPlayoutDelay(20U << 12U | 40U);
    const auto frame = wireOnlyFrame(7, 1);
    CHECK(desk.send(*frame.wire).at(0) ==
          expected(*frame.wire, 0, first, Bytes{0x52, 0x01, 0x40, 0x28}));
}

TEST_CASE("a viewer that takes no playout delay gets padding in its place") {
    auto stream = identity();
    stream.playoutDelayId.reset();
    Desk desk(stream);
    const auto first = desk.writer.nextIndex();
    const auto frame = wireOnlyFrame(7, 2);
    const auto packets = desk.send(*frame.wire);
    for (std::size_t i = 0; i < 2; ++i)
        CHECK(packets[i] == expected(*frame.wire, i, first + i, Bytes(4)));
}

TEST_CASE("the capture time goes under the viewer's identifier, or is taken out") {
    const Bytes value{1, 2, 3, 4, 5, 6, 7, 8};
    const auto sent = [&](std::optional<std::uint8_t> id) {
        auto stream = identity();
        stream.captureTimeId = id;
        test::RtpPacket packet;
        packet.extension = {0x12, 0, 0, 0, 0x27, 1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0};
        packet.payload = test::counting(10);
        Desk desk(stream);
        const auto bytes = desk.send(*test::wireFrame({packet.bytes()})).at(0);
        return Bytes(bytes.begin() + 20, bytes.begin() + 29);
    };
    auto named = value;
    named.insert(named.begin(), 0xB7);
    CHECK(sent(std::uint8_t{11}) == named);
    CHECK(sent(std::nullopt) == Bytes(9));
}

TEST_CASE("sources and other extensions go to the viewer as they are") {
    test::RtpPacket packet;
    packet.sources = {1, 2};
    packet.extension = Bytes{0x31, 9, 9, 0x12, 1, 2, 3, 0};
    packet.payload = test::counting(10);
    Desk desk;
    packet.sequence = low(desk.writer.nextIndex());
    const auto packets = desk.send(*test::wireFrame({packet.bytes()}));
    packet.payloadType = 102;
    packet.ssrc = kSsrc;
    packet.extension = Bytes{0x31, 9, 9, 0x52, 1, 2, 3, 0};
    CHECK(packets == std::vector<Bytes>{packet.bytes()});
}

TEST_CASE("a packet sent again is that of RFC 4588: a stream of its own, and the number it had") {
    Desk desk;
    const auto first = desk.writer.nextIndex();
    const auto frame = wireOnlyFrame(7, 3, 500);
    desk.send(*frame.wire);
    std::optional<std::uint16_t> before;
    for (const std::size_t place : {2U, 0U, 0U}) {
        const auto packets = desk.sendAgain(*frame.wire, place, first + place);
        REQUIRE(packets.size() == 1);
        REQUIRE(packets[0].size() == 20 + 2 + 500);
        auto original = expected(*frame.wire, place, first + place, test::playoutDelay(5));
        const auto number = rtp::readU16(&packets[0][2]);
        original[1] = static_cast<std::uint8_t>((original[1] & 0x80U) | 103);
        rtp::writeU16(&original[2], number);
        rtp::writeU32(&original[8], kAgainSsrc);
        Bytes originalNumber(2);
        rtp::writeU16(originalNumber.data(), low(first + place));
        original.insert(original.begin() + 20, originalNumber.begin(), originalNumber.end());
        CHECK(packets[0] == original);
        if (before)
            CHECK(number == low(*before + 1U));
        before = number;
    }
    // Neither its numbers nor its counts are the stream's.
    CHECK(desk.writer.nextIndex() == first + 3);
    CHECK(desk.writer.packets() == 3);
}

TEST_CASE("without a stream for it, a packet is sent again byte for byte as it was") {
    Desk desk(identity(false));
    const auto first = desk.writer.nextIndex();
    const auto frame = wireOnlyFrame(7, 3);
    desk.send(*frame.wire);
    const auto sent = desk.sealed();
    desk.send(*wireOnlyFrame(10, 2).wire);
    for (std::size_t i = 0; i < 3; ++i) {
        desk.sendAgain(*frame.wire, i, first + i);
        CHECK(desk.sealed() == std::vector<Bytes>{sent[i]});
    }
    CHECK(desk.writer.nextIndex() == first + 5);
}

TEST_CASE("a viewer's sender report says what it was sent") {
    Desk desk;
    desk.send(*wireOnlyFrame(7, 3, 500).wire);
    desk.send(*wireOnlyFrame(10, 1, 50).wire);
    for (int round = 0; round < 2; ++round) {
        desk.batch.clear();
        desk.writer.writeReport(0x0102030405060708, 0x11121314, std::nullopt, desk.batch);
        REQUIRE(desk.batch.datagrams().size() == 1);
        const auto report = desk.peer.openReport(desk.sealed()[0]);
        REQUIRE(report);
        CHECK((*report)[1] == 200);
        CHECK(rtp::readU32(&(*report)[4]) == kSsrc);
        CHECK(rtp::readU32(&(*report)[8]) == 0x01020304);
        CHECK(rtp::readU32(&(*report)[12]) == 0x05060708);
        CHECK(rtp::readU32(&(*report)[16]) == 0x11121314);
        CHECK(rtp::readU32(&(*report)[20]) == 4);
        CHECK(rtp::readU32(&(*report)[24]) == 3 * 500 + 50);
        CHECK(std::string(report->begin() + 38, report->begin() + 45) == "vitrine");
    }
}
