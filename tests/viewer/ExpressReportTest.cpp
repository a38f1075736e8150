// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"
#include "viewer/ExpressHouse.hpp"

using namespace vitrine;
using test::ExpressHouse;
using test::wireOnlyFrame;
using namespace std::chrono_literals;

namespace {

camera::EncodedFrame captured(GstClockTime time, std::uint32_t rtpTimestamp, std::uint64_t sequence,
                              unsigned packets = 2) {
    auto frame = wireOnlyFrame(sequence, packets);
    frame.time = time;
    frame.captured = time;
    frame.ready = time;
    frame.rtpTimestamp = rtpTimestamp;
    return frame;
}

std::uint64_t ntpNow() {
    return rtp::toNtp(std::chrono::system_clock::now());
}

rtp::Feedback reportOn(std::uint32_t ssrc, std::uint8_t fractionLost, std::uint32_t lastReport = 0,
                       std::uint32_t since = 0) {
    rtp::Feedback feedback;
    rtp::ReportBlock block;
    block.ssrc = ssrc;
    block.fractionLost = fractionLost;
    block.lastReport = lastReport;
    block.sinceLastReport = since;
    feedback.reports.push_back(block);
    return feedback;
}

} // namespace

TEST_CASE("a sender report goes out with a frame every second and says what moment it is") {
    ExpressHouse house;
    house.clock.advance(2 * GST_SECOND);
    house.send(captured(2 * GST_SECOND, 5000, 10));
    CHECK(house.wire->datagrams.size() == 2); // there was nothing to report on
    house.wire->datagrams.clear();

    house.clock.advance(500 * GST_MSECOND);
    const auto before = ntpNow();
    house.send(captured(2400 * GST_MSECOND, 0xFFFFF000, 12)); // captured 100 ms ago
    const auto after = ntpNow();
    REQUIRE(house.wire->datagrams.size() == 3);
    const auto report = house.peer.openReport(house.wire->datagrams[2]);
    REQUIRE(report);
    CHECK((*report)[1] == 200);
    CHECK(rtp::readU32(&(*report)[4]) == test::kSsrc);
    const auto ntp =
        std::uint64_t{rtp::readU32(&(*report)[8])} << 32U | rtp::readU32(&(*report)[12]);
    CHECK(ntp >= before);
    CHECK(ntp <= after);
    CHECK(rtp::readU32(&(*report)[16]) == static_cast<std::uint32_t>(0xFFFFF000 + 9000));
    CHECK(rtp::readU32(&(*report)[20]) == 2); // of the frame before
    CHECK(rtp::readU32(&(*report)[24]) == 200);
    CHECK(house.sender.stats().packets == 4); // a report is none
    house.wire->datagrams.clear();

    house.clock.advance(GST_SECOND - 1);
    house.send(captured(3 * GST_SECOND, 0, 14));
    CHECK(house.wire->datagrams.size() == 2);
    house.clock.advance(1);
    house.send(captured(10 * GST_SECOND, 7000, 16)); // a capture time in the future
    REQUIRE(house.wire->datagrams.size() == 2 + 3);
    const auto next = house.peer.openReport(house.wire->datagrams.back());
    REQUIRE(next);
    CHECK(rtp::readU32(&(*next)[16]) == 7000);
}

TEST_CASE("a report that does not go out with its frame follows it") {
    ExpressHouse house;
    house.clock.advance(2 * GST_SECOND);
    house.send(captured(0, 0, 10));
    house.wire->datagrams.clear();
    house.clock.advance(GST_SECOND);
    house.wire->room = 2;
    CHECK(house.send(captured(0, 0, 12)));
    CHECK(house.sender.stats().packets == 4);
    house.wire->room = SIZE_MAX;
    CHECK(house.send(captured(0, 0, 14)));
    auto& all = house.wire->datagrams;
    REQUIRE(all.size() == 5);
    CHECK(house.peer.openReport(all[2]));
    all.erase(all.begin() + 2);
    const auto seen = house.receive();
    REQUIRE(seen.size() == 4);
    CHECK(seen[2].number == static_cast<std::uint16_t>(seen[1].number + 1));
}

TEST_CASE("what a viewer reports of its stream is kept") {
    ExpressHouse house;
    CHECK_FALSE(house.sender.stats().fractionLost);
    CHECK_FALSE(house.sender.stats().roundTripSeconds);
    (void)house.sender.onFeedback(reportOn(test::kSsrc, 64));
    CHECK(house.sender.stats().fractionLost == 0.25);
    CHECK_FALSE(house.sender.stats().roundTripSeconds); // it has no report of ours yet

    // It got the report half a minute ago and answers after 20 s of that.
    const auto sent = rtp::toNtp(std::chrono::system_clock::now() - 30s);
    (void)house.sender.onFeedback(
        reportOn(test::kSsrc, 0, static_cast<std::uint32_t>(sent >> 16U), 20U << 16U));
    CHECK(house.sender.stats().fractionLost == 0.0);
    REQUIRE(house.sender.stats().roundTripSeconds);
    CHECK(*house.sender.stats().roundTripSeconds >= 9.99);
    CHECK(*house.sender.stats().roundTripSeconds < 20);

    // Another stream's report says nothing of ours.
    (void)house.sender.onFeedback(reportOn(test::kAgainSsrc, 255, 1, 1));
    CHECK(house.sender.stats().fractionLost == 0.0);
    CHECK(*house.sender.stats().roundTripSeconds >= 9.99);
}

TEST_CASE("a report that comes after the end is still kept") {
    ExpressHouse house;
    house.sender.close();
    (void)house.sender.onFeedback(reportOn(test::kSsrc, 128));
    CHECK(house.sender.stats().fractionLost == 0.5);
}
