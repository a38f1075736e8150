// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "tools/loadviewer/H264Check.hpp"
#include "tools/loadviewer/Rtcp.hpp"
#include "tools/loadviewer/Rtp.hpp"

using namespace vitrine::loadviewer;
using namespace std::chrono_literals;
using Arrival = ReceptionCounter::Arrival;

namespace {

using Payload = std::vector<std::uint8_t>;

void take(ReceptionCounter& counter, std::initializer_list<int> sequences) {
    for (const auto sequence : sequences)
        counter.onPacket(static_cast<std::uint16_t>(sequence), 0, {});
}

} // namespace

TEST_CASE("RTP: header and extensions are found") {
    const Payload packet{0x90, 0xE0, 0x12, 0x34, 0,    0,    0,    9, 0, 0, 0, 7,   0xBE,
                         0xDE, 0,    2,    0,    0x10, 0xAA, 0x32, 1, 2, 3, 0, 0x65};
    const auto header = parseRtp(packet);
    REQUIRE(header);
    CHECK(header->marker);
    CHECK(+header->payloadType == 96);
    CHECK(header->sequence == 0x1234);
    CHECK(header->headerBytes == 24);
    const auto value = findExtension(*header, 3);
    REQUIRE(value);
    CHECK(Payload(value->begin(), value->end()) == Payload{1, 2, 3});
    CHECK_FALSE(findExtension(*header, 4));
    CHECK_FALSE(parseRtp(Bytes(packet).first(20)));
}

TEST_CASE("reception: nothing is lost over a wrap of the sequence number") {
    ReceptionCounter counter;
    take(counter, {65534, 65535, 0, 1});
    CHECK(counter.received() == 4);
    CHECK(counter.lost() == 0);
    CHECK(counter.extendedHighest() == 65537);
}

TEST_CASE("reception: gaps count until a late packet or a retransmission fills them") {
    ReceptionCounter counter;
    take(counter, {10, 11, 15});
    CHECK(counter.lost() == 3);
    CHECK(counter.takeNewlyMissing() == std::vector<std::uint16_t>{12, 13, 14});
    CHECK(counter.takeNewlyMissing().empty());
    CHECK(+counter.takeFractionLost() == 128); // 3 of 6
    CHECK(counter.onPacket(12, 0, {}) == Arrival::Late);
    CHECK(counter.onPacket(12, 0, {}) == Arrival::Duplicate);
    counter.onRecovered(14);
    counter.onRecovered(14);
    CHECK(counter.lost() == 1);
    CHECK(counter.recovered() == 1);
    CHECK(counter.duplicates() == 1);
}

TEST_CASE("reception: jitter is that of RFC 3550") {
    ReceptionCounter even;
    ReceptionCounter uneven;
    Clock::time_point time{};
    for (std::uint16_t i = 0; i < 200; ++i) {
        const auto timestamp = static_cast<std::uint32_t>(i * 3000);
        even.onPacket(i, timestamp, time + i * 33'333'333ns);
        // Every other one 10 ms late: the transit changes by 900 units each time.
        uneven.onPacket(i, timestamp, time + i * 33'333'333ns + (i % 2) * 10ms);
    }
    CHECK(even.jitter() <= 1);
    CHECK(uneven.jitter() >= 880);
    CHECK(uneven.jitter() <= 900);
}

TEST_CASE("RTCP: a sender report is found behind other packets and tells the time") {
    const Payload compound{0x80, 201,  0,    1, 0, 0, 0, 1, 0x80, 200, 0, 6, 0, 0, 0, 5, 0x83, 0xAA,
                           0x7E, 0x81, 0x80, 0, 0, 0, 0, 0, 0,    9,   0, 0, 0, 3, 0, 0, 0,    4};
    const auto found = rtcp::findSenderReport(compound);
    REQUIRE(found);
    CHECK(found->ssrc == 5);
    CHECK(found->rtpTimestamp == 9);
    CHECK(found->wallClock() == std::chrono::system_clock::time_point{1500ms});
    CHECK_FALSE(rtcp::findSenderReport(Payload(compound.begin(), compound.begin() + 20)));
}

TEST_CASE("RTCP: a receiver report with feedback is a well-formed compound") {
    rtcp::Report report;
    report.sender = 1;
    report.source = 2;
    auto packet = rtcp::receiverReport(report);
    rtcp::appendPli(packet, 1, 2);
    rtcp::appendNack(packet, 1, 2, {7, 9});
    std::vector<int> types;
    std::size_t at = 0;
    while (at + 4 <= packet.size()) {
        types.push_back(packet[at + 1]);
        at += 4U * (packet[at + 2] * 256U + packet[at + 3] + 1U);
    }
    CHECK(at == packet.size());
    CHECK(types == std::vector<int>{201, 202, 206, 205});
}

TEST_CASE("H.264: a stream that begins with SPS, PPS and IDR is sound") {
    H264Check check;
    CHECK_FALSE(check.onPayload(Payload{24, 0, 1, 0x67, 0, 1, 0x68}, false));
    CHECK(check.onPayload(Payload{0x7C, 0x85, 1}, false));
    CHECK_FALSE(check.onPayload(Payload{0x7C, 0x05, 1}, false));
    CHECK_FALSE(check.onPayload(Payload{0x7C, 0x45, 1}, true));
    CHECK_FALSE(check.onPayload(Payload{0x41, 1}, true));
    CHECK(check.keyFrames() == 1);
    CHECK(check.startsWithKey());
    CHECK(check.bareKeyFrames() == 0);
    CHECK(check.broken() == 0);
}

TEST_CASE("H.264: a stream that begins in the middle is noticed") {
    H264Check check;
    check.onPayload(Payload{0x41, 1}, true);
    check.onPayload(Payload{0x65, 1}, true);
    CHECK_FALSE(check.startsWithKey());
    CHECK(check.bareKeyFrames() == 1);
}

TEST_CASE("H.264: broken fragments and aggregates are counted, but not right after a loss") {
    H264Check check;
    check.onPayload(Payload{0x7C, 0x05, 1}, false); // a middle without a beginning
    CHECK(check.broken() == 1);
    check.onPayload(Payload{0x7C, 0x81, 1}, true); // a beginning without an end
    CHECK(check.broken() == 2);
    check.onPayload(Payload{24, 0, 9, 0x67}, true); // longer than the packet
    CHECK(check.broken() == 3);
    check.onPayload(Payload{}, true);
    CHECK(check.broken() == 4);
    check.onGap();
    check.onPayload(Payload{0x7C, 0x41, 1}, true);
    CHECK(check.broken() == 4);
}
