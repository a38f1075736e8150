// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"
#include "viewer/ExpressHouse.hpp"

using namespace vitrine;
using test::ExpressHouse;
using test::wireOnlyFrame;

TEST_CASE("a lost packet is sent again, also from before and after frames that were left out") {
    ExpressHouse house;
    house.send(wireOnlyFrame(100, 3));
    house.wire->room = 0;
    house.send(wireOnlyFrame(103, 3)); // waits
    house.wire->room = SIZE_MAX;
    house.history->add(wireOnlyFrame(106, 2)); // not for this viewer, who waited for a key frame
    house.send(wireOnlyFrame(108, 3));
    house.wire->room = 1;
    house.send(wireOnlyFrame(111, 3)); // waits in part
    house.wire->room = SIZE_MAX;
    house.send(wireOnlyFrame(114, 1));
    const auto sent = house.receive();
    REQUIRE(sent.size() == 3 + 3 + 3 + 3 + 1);
    std::vector<std::uint16_t> numbers;
    for (const auto& packet : sent)
        numbers.push_back(packet.number);
    house.nack(numbers);
    const auto again = house.receive();
    REQUIRE(again.size() == sent.size());
    for (std::size_t i = 0; i < sent.size(); ++i) {
        CHECK(again[i].original == sent[i].number);
        CHECK(again[i].camera == sent[i].camera);
        CHECK(again[i].number == static_cast<std::uint16_t>(again[0].number + i));
    }
    CHECK(house.sender.stats().retransmitted == sent.size());
    CHECK(house.sender.stats().packets == sent.size());
}

TEST_CASE("without a stream for it, what is sent again is the same datagram") {
    ExpressHouse house(false);
    house.send(wireOnlyFrame(100, 3));
    const auto sent = house.wire->datagrams;
    const auto seen = house.receive();
    house.nack({seen[2].number, seen[0].number});
    CHECK(house.wire->datagrams == std::vector<test::Bytes>{sent[2], sent[0]});
}

TEST_CASE("what was never sent, is too old or is another stream's is not sent again") {
    ExpressHouse house;
    house.send(wireOnlyFrame(100, 2));
    const auto old = house.receive();
    auto later = wireOnlyFrame(102, 1);
    later.ready = 5 * GST_SECOND;
    house.send(later);
    const auto seen = house.receive();
    const auto number = seen[0].number;
    house.nack({number}, test::kAgainSsrc);
    house.nack({number}, 1);
    house.nack({old[0].number, old[1].number});
    house.nack({static_cast<std::uint16_t>(number + 1), static_cast<std::uint16_t>(number + 2),
                static_cast<std::uint16_t>(old[0].number - 1)});
    house.nack({});
    CHECK(house.wire->datagrams.empty());
    CHECK(house.sender.stats().retransmitted == 0);
    // Those in between do not cost the good one its repair.
    house.nack({old[0].number, static_cast<std::uint16_t>(number + 1), number});
    CHECK(house.receive().size() == 1);
}

TEST_CASE("a NACK before any frame asks for nothing") {
    ExpressHouse house;
    house.nack({0, 1, 0x8000, 0xFFFF});
    CHECK(house.wire->datagrams.empty());
}

TEST_CASE("what is missed and no longer to be had calls for a key frame, and nothing else does") {
    ExpressHouse house;
    house.send(wireOnlyFrame(100, 2));
    const auto old = house.receive();
    CHECK_FALSE(house.nack({old[0].number}));
    CHECK_FALSE(house.nack({static_cast<std::uint16_t>(old[1].number + 1)})); // never sent
    auto later = wireOnlyFrame(102, 1);
    later.ready = 5 * GST_SECOND;
    house.send(later);
    CHECK_FALSE(house.nack({old[0].number}, test::kAgainSsrc));
    CHECK(house.nack({old[0].number}));
}

TEST_CASE("where packets get lost repairs go out twice") {
    ExpressHouse house;
    house.send(wireOnlyFrame(100, 2));
    const auto number = house.receive()[0].number;
    rtp::Feedback feedback;
    rtp::ReportBlock block;
    block.ssrc = test::kSsrc;
    block.fractionLost = 5;
    feedback.reports.push_back(block);
    feedback.nackedSsrc = test::kSsrc;
    feedback.nacked = {number};
    CHECK_FALSE(house.sender.onFeedback(feedback));
    const auto again = house.receive();
    REQUIRE(again.size() == 2);
    CHECK(again[0].original == number);
    CHECK(again[1].original == number);
    CHECK(again[1].number == static_cast<std::uint16_t>(again[0].number + 1));
}

TEST_CASE("repairs that find no room are not counted as sent") {
    ExpressHouse house;
    house.send(wireOnlyFrame(100, 4));
    const auto number = house.receive()[0].number;
    house.wire->room = 1;
    house.nack({number, static_cast<std::uint16_t>(number + 1)});
    CHECK(house.sender.stats().retransmitted == 1);
    house.wire->room = SIZE_MAX;
    house.clock.advance(GST_SECOND);
    house.nack({static_cast<std::uint16_t>(number + 1)});
    CHECK(house.sender.stats().retransmitted == 2);
    CHECK(house.receive().size() == 2);
}
