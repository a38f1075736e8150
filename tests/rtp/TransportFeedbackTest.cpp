// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/RtpBytes.hpp"
#include "support/catch.hpp"

#include "rtp/TransportFeedback.hpp"

using namespace vitrine;
using test::Bytes;

namespace {

// Base sequence number 5, how many packets, reference time and counter; then the chunks.
std::optional<rtp::TransportFeedback> parse(std::uint16_t packets,
                                            const std::vector<std::uint16_t>& chunks) {
    Bytes body{0, 5, 0, 0, 1, 2, 3, 4};
    rtp::writeU16(&body[2], packets);
    for (const auto chunk : chunks) {
        body.resize(body.size() + 2);
        rtp::writeU16(&body[body.size() - 2], chunk);
    }
    return rtp::parseTransportFeedback(body);
}

void checkCounts(const std::optional<rtp::TransportFeedback>& feedback, unsigned received,
                 unsigned lost) {
    REQUIRE(feedback);
    CHECK(feedback->received == received);
    CHECK(feedback->lost == lost);
}

} // namespace

TEST_CASE("a run says the same of all its packets") {
    checkCounts(parse(221, {0x00DD}), 0, 221); // the draft's first example
    checkCounts(parse(24, {0x6018}), 24, 0);   // and its second, of the reserved symbol
    checkCounts(parse(100, {0x2064}), 100, 0);
    checkCounts(parse(100, {0x4064}), 100, 0);
    checkCounts(parse(8191, {0x3FFF}), 8191, 0);
}

TEST_CASE("a vector of one bit each speaks of fourteen packets") {
    // The draft's example: 0, five 1, three 0, three 1, two 0.
    checkCounts(parse(14, {0x9F1C}), 8, 6);
    checkCounts(parse(14, {0x8000}), 0, 14);
    checkCounts(parse(14, {0xBFFF}), 14, 0);
}

TEST_CASE("a vector of two bits each speaks of seven packets") {
    // The draft's example: not received, received without a time, three received, two not.
    checkCounts(parse(7, {0xCD50}), 4, 3);
    checkCounts(parse(7, {0xC000}), 0, 7);
    checkCounts(parse(7, {0xD555}), 7, 0);
    checkCounts(parse(7, {0xEAAA}), 7, 0);
}

TEST_CASE("the last chunk may have room for more packets than there are") {
    checkCounts(parse(3, {0xA000}), 1, 2);
    checkCounts(parse(1, {0xD000}), 1, 0);
    checkCounts(parse(2, {0x3FFF}), 2, 0);
    // What stands behind it are times of arrival.
    checkCounts(parse(2, {0x2002, 0x0000, 0xFFFF}), 2, 0);
}

TEST_CASE("chunks of every kind follow one another") {
    checkCounts(parse(10 + 14 + 7 + 5, {0x200A, 0xBFFE, 0xC001, 0x0005}), 10 + 13 + 1, 1 + 6 + 5);
}

TEST_CASE("feedback on nothing says nothing, and is well formed") {
    checkCounts(parse(0, {}), 0, 0);
}

TEST_CASE("malformed feedback is none") {
    CHECK_FALSE(parse(1, {}));
    CHECK_FALSE(parse(15, {0xBFFF}));
    CHECK_FALSE(parse(65535, {0x3FFF, 0x3FFF}));
    // A run of nothing does not go on for ever, whatever follows.
    CHECK_FALSE(parse(10, {0x2000, 0x200A}));
    CHECK_FALSE(rtp::parseTransportFeedback({}));
    CHECK_FALSE(rtp::parseTransportFeedback(Bytes(7)));
    CHECK_FALSE(rtp::parseTransportFeedback(Bytes{0, 5, 0, 1, 1, 2, 3, 4, 0x20})); // half a chunk
}
