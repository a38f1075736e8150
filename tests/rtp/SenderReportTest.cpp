// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/RtpBytes.hpp"
#include "support/catch.hpp"

#include "rtp/Feedback.hpp"
#include "rtp/SenderReport.hpp"

using namespace vitrine;
using test::Bytes;
using namespace std::chrono_literals;

namespace {

const rtp::SenderReport kOurs{0x01020304, 0x1112131415161718, 0x21222324, 0x31323334, 0x41424344};

Bytes written(const std::string& cname) {
    // What is not written stays visible.
    Bytes bytes(rtp::senderReportBytes(cname.size()), 0xEE);
    const auto size = rtp::writeSenderReport(kOurs, cname, bytes);
    REQUIRE(size <= bytes.size());
    bytes.resize(size);
    return bytes;
}

std::chrono::system_clock::time_point unixTime(std::chrono::nanoseconds since) {
    return std::chrono::system_clock::time_point(
        std::chrono::duration_cast<std::chrono::system_clock::duration>(since));
}

} // namespace

TEST_CASE("a sender report's bytes are those of RFC 3550, sections 6.4.1 and 6.5") {
    CHECK(written("me@x") == Bytes{
                                 0x80, 200,  0,    6,    0x01, 0x02, 0x03, 0x04, // SR, no blocks
                                 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x18, // wall clock
                                 0x21, 0x22, 0x23, 0x24,                         // RTP's
                                 0x31, 0x32, 0x33, 0x34, 0x41, 0x42, 0x43, 0x44, // counts
                                 0x81, 202,  0,    3,    0x01, 0x02, 0x03, 0x04, // SDES, one chunk
                                 1,    4,    'm',  'e',  '@',  'x',  0,    0,    // CNAME, the end
                             });
}

TEST_CASE("the name may have any length, and ends with a zero on a whole word") {
    for (std::size_t size = 0; size <= 255; ++size) {
        const std::string cname(size, 'c');
        const auto bytes = written(cname);
        REQUIRE(bytes.size() % 4 == 0);
        CHECK((std::size_t{rtp::readU16(&bytes[30])} + 1) * 4 == bytes.size() - 28);
        CHECK(bytes[37] == size);
        CHECK(std::string(bytes.begin() + 38, bytes.begin() + 38 + size) == cname);
        const auto zeros = bytes.size() - 38 - size;
        CHECK(zeros >= 1);
        CHECK(zeros <= 4);
        CHECK(Bytes(bytes.end() - zeros, bytes.end()) == Bytes(zeros));
    }
}

TEST_CASE("a sender report is well formed to its end for who reads it") {
    auto bytes = written("somebody@somewhere");
    const Bytes pli{0x81, 206, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2};
    bytes.insert(bytes.end(), pli.begin(), pli.end());
    const auto feedback = rtp::parseFeedback(bytes);
    CHECK(feedback.reports.empty());
    CHECK(feedback.wantsKeyFrame);
}

TEST_CASE("what a receiver measures the round trip with is RFC 3611's delay block") {
    std::array<std::uint8_t, rtp::kReceiverDelayBytes> bytes{};
    CHECK(rtp::writeReceiverDelay(0x01020304, {0x11121314, 0x21222324, 0x31323334}, bytes) == 24);
    const std::array<std::uint8_t, 24> expected{0x80, 207,  0,    5,    0x01, 0x02, 0x03, 0x04,
                                                5,    0,    0,    3,    0x11, 0x12, 0x13, 0x14,
                                                0x21, 0x22, 0x23, 0x24, 0x31, 0x32, 0x33, 0x34};
    CHECK(bytes == expected);
}

TEST_CASE("NTP's time begins in 1900 and again in 2036") {
    CHECK(rtp::toNtp(unixTime(0s)) == 0x83AA7E8000000000);
    CHECK(rtp::toNtp(unixTime(500ms)) == 0x83AA7E8080000000);
    CHECK(rtp::toNtp(unixTime(1s + 250ms)) == 0x83AA7E8140000000);
    // Rounded down.
    CHECK(rtp::toNtp(unixTime(999'999'999ns)) == 0x83AA7E80FFFFFFFB);
    CHECK(rtp::toNtp(unixTime(2085978495s)) == 0xFFFFFFFF00000000);
    CHECK(rtp::toNtp(unixTime(2085978496s)) == 0);
}

TEST_CASE("a round trip is what has passed but for the receiver's own share") {
    // RFC 3550, figure 2: 6.125 s.
    CHECK(rtp::roundTrip(0x0000B71080000000, 0xB7052000, 0x00054000) == 0x00062000);
    CHECK(rtp::roundTrip(std::uint64_t{0x00030000} << 16U, 0x00010000, 0x00018000) == 0x8000);
    // Neither the upper seconds nor the lower fraction count.
    CHECK(rtp::roundTrip(0x123400010003FFFF, 0x00010001, 1) == 1);
}

TEST_CASE("a round trip is measured across the end of the middle 32 bits") {
    CHECK(rtp::roundTrip(0xAAAA000000800000, 0xFFFFFF00, 0x00000100) == 0x80);
}

TEST_CASE("a report of no report, or a clock that was set, tells of no round trip") {
    CHECK(rtp::roundTrip(0x0000B71080000000, 0, 0x00054000) == 0);
    CHECK(rtp::roundTrip(std::uint64_t{0x00010000} << 16U, 0x00010000, 1) == 0);
    CHECK(rtp::roundTrip(std::uint64_t{0x00010000} << 16U, 0x00020000, 0) == 0);
}
