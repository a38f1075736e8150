// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"
#include "viewer/ExpressHouse.hpp"

#include <atomic>
#include <thread>

using namespace vitrine;
using test::ExpressHouse;
using test::Seen;
using test::wireOnlyFrame;
using End = viewer::MediaPath::End;

namespace {

// Sends a frame of the camera's and gives the number its first packet had.
std::uint16_t firstNumber(ExpressHouse& house, std::uint64_t camera) {
    REQUIRE(house.send(wireOnlyFrame(camera, 1)));
    const auto seen = house.receive();
    REQUIRE(seen.size() == 1);
    CHECK(seen[0].camera == camera);
    return seen[0].number;
}

// What arrived are these packets of the camera's, with numbers that follow `before`.
void checkFollows(const std::vector<Seen>& seen, std::uint16_t before,
                  const std::vector<std::uint64_t>& camera) {
    REQUIRE(seen.size() == camera.size());
    for (std::size_t i = 0; i < seen.size(); ++i) {
        CHECK(seen[i].number == static_cast<std::uint16_t>(before + 1 + i));
        CHECK(seen[i].camera == camera[i]);
        CHECK_FALSE(seen[i].original);
    }
}

} // namespace

TEST_CASE(
    "frames go out whole, in order and without a hole, though the camera's numbers have one") {
    ExpressHouse house;
    const auto before = firstNumber(house, 99);
    CHECK(house.send(wireOnlyFrame(100, 3)));
    CHECK(house.send(wireOnlyFrame(103, 1)));
    CHECK(house.send(wireOnlyFrame(500, 2)));
    checkFollows(house.receive(), before, {100, 101, 102, 103, 500, 501});
    CHECK(house.sender.stats().packets == 7);
    CHECK(house.sender.name() == std::string("express"));
}

TEST_CASE("after an error all numbers of the frame count as used") {
    ExpressHouse house;
    const auto before = firstNumber(house, 99);
    house.wire->room = 1;
    house.wire->end = End::Broken;
    CHECK_FALSE(house.send(wireOnlyFrame(100, 4)));
    checkFollows(house.receive(), before, {100});
    house.wire->room = SIZE_MAX;
    CHECK(house.send(wireOnlyFrame(104, 2)));
    checkFollows(house.receive(), static_cast<std::uint16_t>(before + 4), {104, 105});
    // Asked for again, they are what they would have been.
    house.nack({static_cast<std::uint16_t>(before + 3)});
    const auto again = house.receive();
    REQUIRE(again.size() == 1);
    CHECK(again[0].camera == 102);
    CHECK(again[0].original == static_cast<std::uint16_t>(before + 3));
}

TEST_CASE("a frame without its wire form is refused") {
    ExpressHouse house;
    auto bare = wireOnlyFrame(1, 2);
    bare.wire.reset();
    CHECK_FALSE(house.send(bare));
    CHECK(house.wire->datagrams.empty());
}

TEST_CASE("frames go the new way once there is one") {
    ExpressHouse house;
    const auto before = firstNumber(house, 99);
    const auto other = std::make_shared<test::Wire>();
    house.sender.setPath(std::make_unique<test::FakePath>(other));
    CHECK(house.wire.use_count() == 1); // the old one is let go
    CHECK(house.send(wireOnlyFrame(100, 2)));
    house.nack({before});
    CHECK(house.wire->datagrams.empty());
    const auto seen = house.receive(*other);
    REQUIRE(seen.size() == 3);
    checkFollows({seen[0], seen[1]}, before, {100, 101});
    CHECK(seen[2].original == before);
}

TEST_CASE("a closed sender refuses, lets its way go and takes no other") {
    ExpressHouse house;
    const auto before = firstNumber(house, 99);
    house.sender.close();
    CHECK(house.wire.use_count() == 1);
    CHECK_FALSE(house.send(wireOnlyFrame(100, 2)));
    house.nack({before});
    house.sender.setPath(std::make_unique<test::FakePath>(house.wire));
    CHECK(house.wire.use_count() == 1);
    CHECK_FALSE(house.send(wireOnlyFrame(102, 2)));
    house.sender.close();
    CHECK(house.wire->datagrams.empty());
    CHECK(house.sender.stats().packets == 1);
}

TEST_CASE("frames, feedback and a new way come at the same time, and the end") {
    ExpressHouse house;
    constexpr std::uint64_t kFrames = 2000;
    std::atomic<std::uint64_t> sent{0};
    std::thread camera([&] {
        for (std::uint64_t i = 0; i < kFrames; ++i) {
            house.send(wireOnlyFrame(i, 1));
            ++sent;
        }
    });
    std::thread receiving([&] {
        for (std::uint16_t i = 0; sent < kFrames; ++i)
            house.nack({i, static_cast<std::uint16_t>(i * 7)});
    });
    const auto other = std::make_shared<test::Wire>();
    while (sent < kFrames / 2)
        static_cast<void>(house.sender.stats());
    house.sender.setPath(std::make_unique<test::FakePath>(other));
    while (sent < kFrames * 3 / 4)
        static_cast<void>(house.sender.stats());
    house.sender.close();
    const auto atTheEnd = house.sender.stats();
    camera.join();
    receiving.join();
    // Each frame went one way or the other.
    const auto datagrams = house.wire->datagrams.size() + other->datagrams.size();
    CHECK(datagrams == atTheEnd.packets + atTheEnd.retransmitted);
    CHECK(house.sender.stats().packets == atTheEnd.packets);
}
