// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "rtp/Rtcp.hpp"
#include "support/catch.hpp"

#include "rtp/Feedback.hpp"

using namespace vitrine;
using namespace vitrine::test;
using rtp::parseFeedback;

namespace {

using Numbers = std::vector<std::uint16_t>;

Bytes nack(std::uint32_t ssrc, std::initializer_list<std::uint32_t> items) {
    auto packet = rtcp(kRtpfb, 1, {0x99, ssrc});
    for (const auto item : items) {
        packet.resize(packet.size() + 4);
        rtp::writeU32(&packet[packet.size() - 4], item);
    }
    rtp::writeU16(&packet[2], static_cast<std::uint16_t>(packet.size() / 4 - 1));
    return packet;
}

} // namespace

TEST_CASE("a NACK names a packet and any of the sixteen behind it") {
    const auto feedback = parseFeedback(nack(0x12345678, {0x00640000, 0x00C80001, 0x012C8000}));
    CHECK(feedback.nackedSsrc == 0x12345678);
    CHECK(feedback.nacked == Numbers{100, 200, 201, 300, 316});
    CHECK_FALSE(feedback.wantsKeyFrame);
}

TEST_CASE("a NACK's numbers begin again after 65535") {
    CHECK(parseFeedback(nack(1, {0xFFFF8001})).nacked == Numbers{65535, 0, 15});
}

TEST_CASE("a whole mask asks for seventeen packets") {
    Numbers all;
    for (std::uint16_t number = 7; number < 24; ++number)
        all.push_back(number);
    CHECK(parseFeedback(nack(1, {0x0007FFFF})).nacked == all);
}

TEST_CASE("a NACK of nothing, or without its streams, asks for nothing") {
    CHECK(parseFeedback(nack(1, {})).nacked.empty());
    CHECK(parseFeedback(rtcp(kRtpfb, 1, {1})).nacked.empty());
    CHECK(parseFeedback(rtcp(kRtpfb, 1, {})).nacked.empty());
    CHECK(parseFeedback(rtcp(kRtpfb, 3, {1, 2, 0x0007FFFF})).nacked.empty()); // TMMBR
}

TEST_CASE("NACKs of one compound packet add up") {
    const auto feedback = parseFeedback(nack(5, {0x00010000}) + nack(5, {0x00090000}));
    CHECK(feedback.nacked == Numbers{1, 9});
    CHECK(feedback.nackedSsrc == 5);
}

TEST_CASE("numbers of a second stream are not mixed with the first one's") {
    const auto feedback =
        parseFeedback(nack(5, {0x00010000}) + nack(6, {0x00090000}) + nack(5, {0x00020000}));
    CHECK(feedback.nackedSsrc == 5);
    CHECK(feedback.nacked == Numbers{1, 2});
}

TEST_CASE("no packet is heard for more than the most that may be asked for") {
    auto packet = nack(1, {});
    for (std::uint32_t i = 0; i < 300; ++i)
        packet = packet + nack(1, {i << 16U | 0xFFFFU});
    const auto feedback = parseFeedback(packet + rtcp(kPsfb, 1, {1, 2}));
    REQUIRE(feedback.nacked.size() == rtp::kMostNacked);
    CHECK(feedback.nacked.front() == 0);
    // The bound is the NACK's alone: what stands behind it is heard.
    CHECK(feedback.wantsKeyFrame);
}
