// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "rtp/Rtcp.hpp"
#include "support/catch.hpp"

#include "rtp/Feedback.hpp"

using namespace vitrine;
using namespace vitrine::test;
using rtp::parseFeedback;

namespace {

const Bytes kPli = rtcp(kPsfb, 1, {1, 2});
const Bytes kReport =
    rtcp(kRr, 1, {0x11111111, 0x22222222, 0x40000005, 0x0001FFFE, 300, 0xABCD1234, 0x00008000});

// A packet that ends with padding, its last byte saying `claimed`.
Bytes padded(Bytes packet, std::uint8_t claimed, std::size_t bytes = 4) {
    packet[0] |= 0x20;
    packet.resize(packet.size() + bytes);
    packet.back() = claimed;
    rtp::writeU16(&packet[2], static_cast<std::uint16_t>(packet.size() / 4 - 1));
    return packet;
}

} // namespace

TEST_CASE("a receiver report is read field by field") {
    const auto feedback = parseFeedback(kReport);
    REQUIRE(feedback.reports.size() == 1);
    const auto& report = feedback.reports[0];
    CHECK(report.ssrc == 0x22222222);
    CHECK(report.fractionLost == 0x40);
    CHECK(report.lost == 5);
    CHECK(report.highestSequence == 0x0001FFFE);
    CHECK(report.jitter == 300);
    CHECK(report.lastReport == 0xABCD1234);
    CHECK(report.sinceLastReport == 0x8000);
    CHECK_FALSE(feedback.wantsKeyFrame);
    CHECK_FALSE(feedback.bye);
    CHECK_FALSE(feedback.transport);
}

TEST_CASE("packets that came twice make the number of lost ones negative") {
    const auto feedback =
        parseFeedback(rtcp(kRr, 2, {1, 2, 0x00FFFFFE, 0, 0, 0, 0, 3, 0x00800000, 0, 0, 0, 0}));
    REQUIRE(feedback.reports.size() == 2);
    CHECK(feedback.reports[0].lost == -2);
    CHECK(feedback.reports[1].ssrc == 3);
    CHECK(feedback.reports[1].lost == -0x800000);
}

TEST_CASE("a sender's reports stand behind what it says of itself") {
    const auto feedback =
        parseFeedback(rtcp(kSr, 1, {1, 2, 3, 4, 5, 6, 0x77, 0x80000001, 8, 9, 10, 11}));
    REQUIRE(feedback.reports.size() == 1);
    CHECK(feedback.reports[0].ssrc == 0x77);
    CHECK(feedback.reports[0].fractionLost == 0x80);
    CHECK(feedback.reports[0].sinceLastReport == 11);
}

TEST_CASE("no more reports are read than there are") {
    CHECK(parseFeedback(rtcp(kRr, 31, {1, 2, 3, 4, 5, 6, 7})).reports.size() == 1);
    CHECK(parseFeedback(rtcp(kRr, 1, {1, 2, 3, 4, 5, 6})).reports.empty());
    CHECK(parseFeedback(rtcp(kRr, 1, {})).reports.empty());
    CHECK(parseFeedback(rtcp(kRr, 0, {1, 2, 3, 4, 5, 6, 7})).reports.empty());
    CHECK(parseFeedback(rtcp(kSr, 1, {1, 2, 3, 4, 5, 6})).reports.empty());
}

TEST_CASE("a lost picture and a full intra request both want a key frame") {
    CHECK(parseFeedback(kPli).wantsKeyFrame);
    CHECK(parseFeedback(rtcp(kPsfb, 4, {1, 0, 2, 0x07000000})).wantsKeyFrame);
    // A bandwidth estimate (REMB) and a lost slice do not, nor does what is cut short.
    CHECK_FALSE(parseFeedback(rtcp(kPsfb, 15, {1, 0, 0x52454D42, 0, 2})).wantsKeyFrame);
    CHECK_FALSE(parseFeedback(rtcp(kPsfb, 2, {1, 2, 3})).wantsKeyFrame);
    CHECK_FALSE(parseFeedback(rtcp(kPsfb, 1, {1})).wantsKeyFrame);
    // What comes behind it does not take it back.
    CHECK(parseFeedback(kPli + rtcp(kPsfb, 15, {1, 0, 0x52454D42, 0, 2})).wantsKeyFrame);
}

TEST_CASE("transport-wide feedback is found in its message") {
    const auto feedback =
        parseFeedback(rtcp(kRtpfb, 15, {1, 2, 0x00050003, 0x00000100, 0x20030400}));
    REQUIRE(feedback.transport);
    CHECK(feedback.transport->received == 3);
    CHECK(feedback.transport->lost == 0);
    CHECK_FALSE(parseFeedback(rtcp(kRtpfb, 15, {1, 2, 0x00050003})).transport);
}

TEST_CASE("a receiver's time is found among the blocks of an extended report") {
    const auto words = {0x22222222U, 0x01000001U, 0xAAAAAAAAU,
                        0x04000002U, 0x11112222U, 0x33334444U};
    const auto feedback = parseFeedback(rtcp(kXr, 0, words));
    REQUIRE(feedback.receiverTime);
    CHECK(feedback.receiverTime->ssrc == 0x22222222);
    CHECK(feedback.receiverTime->ntp == 0x22223333);
    CHECK_FALSE(parseFeedback(rtcp(kXr, 0, {0x22222222U})).receiverTime);
    // A block that says it goes on behind the packet's end.
    CHECK_FALSE(
        parseFeedback(rtcp(kXr, 0, {1U, 0x04000003U, 0x11112222U, 0x33334444U})).receiverTime);
}

TEST_CASE("a compound packet is read to its end, whatever is unknown in it") {
    const auto feedback = parseFeedback(kReport + rtcp(kSdes, 1, {1, 0x01026869, 0}) +
                                        rtcp(kApp, 3, {1, 0x6E616D65}) + rtcp(kXr, 0, {1, 2, 3}) +
                                        rtcp(RtcpType(255), 0, {}) + kPli + rtcp(kBye, 1, {1}));
    CHECK(feedback.reports.size() == 1);
    CHECK(feedback.wantsKeyFrame);
    CHECK(feedback.bye);
}

TEST_CASE("a reduced-size packet needs no report in front") {
    CHECK(parseFeedback(rtcp(kBye, 0, {})).bye);
    CHECK(parseFeedback(kPli).reports.empty());
}

TEST_CASE("padding is no part of what is said") {
    CHECK(parseFeedback(padded(kPli, 4)).wantsKeyFrame);
    CHECK(parseFeedback(padded(kReport, 4) + kPli).reports.size() == 1);
    // Padding over the fields of the request leaves too little of it.
    CHECK_FALSE(parseFeedback(padded(kPli, 8)).wantsKeyFrame);
    CHECK_FALSE(parseFeedback(padded(kPli, 12)).wantsKeyFrame);
    // All but the header, and more than that.
    CHECK(parseFeedback(padded(rtcp(kBye, 0, {}), 4)).bye);
    CHECK_FALSE(parseFeedback(padded(rtcp(kBye, 0, {}), 5)).bye);
    CHECK_FALSE(parseFeedback(padded(kPli, 0)).wantsKeyFrame);
    CHECK_FALSE(parseFeedback(padded(kPli, 255)).wantsKeyFrame);
    // A header alone has no room for any.
    CHECK_FALSE(parseFeedback(padded(rtcp(kBye, 0, {}), 0, 0)).bye);
}

TEST_CASE("what is well formed counts up to the first part that is not") {
    auto longer = kPli;
    longer[3] = 3;
    auto otherVersion = kPli;
    otherVersion[0] = 0x41;
    for (const auto& broken : {longer, otherVersion, Bytes{0x81, kPsfb, 0}, Bytes(40)}) {
        const auto feedback = parseFeedback(kReport + broken);
        CHECK(feedback.reports.size() == 1);
        CHECK_FALSE(feedback.wantsKeyFrame);
    }
}

TEST_CASE("no packet cut short says more than the whole one") {
    const auto whole = kReport + rtcp(kRtpfb, 1, {1, 2, 0x0005FFFF}) + kPli;
    for (std::size_t size = 0; size < whole.size(); ++size) {
        // A copy of exactly this size, so that a sanitizer sees a read past its end.
        const auto feedback = parseFeedback(Bytes(whole.begin(), whole.begin() + size));
        CHECK(feedback.reports.size() == (size >= kReport.size() ? 1 : 0));
        CHECK(feedback.nacked.size() == (size >= kReport.size() + 16 ? 17 : 0));
        CHECK_FALSE(feedback.wantsKeyFrame);
    }
    CHECK(parseFeedback(whole).wantsKeyFrame);
}
