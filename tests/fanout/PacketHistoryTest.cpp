// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/WireFrames.hpp"
#include "support/catch.hpp"

#include "fanout/PacketHistory.hpp"

#include <atomic>
#include <thread>

using namespace vitrine;
using fanout::PacketHistory;
using test::wireOnlyFrame;

namespace {

camera::EncodedFrame readyAt(GstClockTime ready, std::uint64_t sequence, unsigned packets = 1,
                             std::size_t payloadBytes = 100) {
    auto frame = wireOnlyFrame(sequence, packets, payloadBytes);
    frame.ready = ready;
    return frame;
}

bool has(const PacketHistory& history, std::uint64_t sequence) {
    const auto found = history.find(sequence);
    if (found)
        CHECK(test::sequenceIn(found->frame->payload(*found->packet)) == sequence);
    return found.has_value();
}

} // namespace

TEST_CASE("every packet of every frame is found by its number, and no other") {
    PacketHistory history;
    CHECK_FALSE(has(history, 0));
    history.add(wireOnlyFrame(100, 3));
    history.add(wireOnlyFrame(103, 1));
    history.add(wireOnlyFrame(104, 5));
    CHECK_FALSE(has(history, 99));
    for (std::uint64_t sequence = 100; sequence < 109; ++sequence)
        CHECK(has(history, sequence));
    CHECK_FALSE(has(history, 109));
    CHECK_FALSE(has(history, 100 + 0x10000));
}

TEST_CASE("numbers count on beyond 65535") {
    PacketHistory history;
    history.add(wireOnlyFrame(0x1FFFE, 2));
    history.add(wireOnlyFrame(0x20000, 2));
    CHECK(has(history, 0x1FFFF));
    CHECK(has(history, 0x20000));
    CHECK_FALSE(has(history, 0));
    CHECK_FALSE(has(history, 0xFFFF));
}

TEST_CASE("a frame without its wire form cannot be sent again, nor those it stands between") {
    PacketHistory history;
    history.add(wireOnlyFrame(10, 2));
    auto bare = wireOnlyFrame(12, 2);
    bare.wire.reset();
    history.add(bare);
    history.add(wireOnlyFrame(14, 2));
    CHECK(has(history, 11));
    CHECK_FALSE(has(history, 12));
    CHECK_FALSE(has(history, 13));
    CHECK(has(history, 14));
}

TEST_CASE("packets are forgotten after a second") {
    PacketHistory history;
    history.add(readyAt(GST_SECOND, 1));
    history.add(readyAt(GST_SECOND + 1, 2));
    history.add(readyAt(2 * GST_SECOND, 3));
    CHECK(has(history, 1));
    history.add(readyAt(2 * GST_SECOND + 1, 4));
    CHECK_FALSE(has(history, 1));
    CHECK(has(history, 2));
    // After a pause nothing but the newest is left.
    history.add(readyAt(10 * GST_SECOND, 5));
    CHECK_FALSE(has(history, 4));
    CHECK(has(history, 5));
}

TEST_CASE("packets are forgotten when they are too many bytes, the newest never") {
    PacketHistory history;
    const auto frame = [](std::uint64_t sequence) {
        return readyAt(GST_SECOND, sequence, 100, 10000);
    };
    constexpr std::uint64_t kFit = PacketHistory::kMostBytes / (100 * 10020);
    for (std::uint64_t i = 0; i < kFit; ++i)
        history.add(frame(i * 100));
    CHECK(has(history, 0));
    history.add(frame(kFit * 100));
    CHECK_FALSE(has(history, 99));
    CHECK(has(history, 100));
    history.add(readyAt(GST_SECOND, 1000, 100, 60000)); // more than the bound by itself
    CHECK_FALSE(has(history, kFit * 100));
    CHECK(has(history, 1099));
    history.add(frame(1100));
    CHECK_FALSE(has(history, 1099));
    CHECK(has(history, 1100));
}

TEST_CASE("who has found a packet may keep it") {
    PacketHistory history;
    history.add(readyAt(0, 1, 3));
    const auto found = history.find(2);
    history.add(readyAt(5 * GST_SECOND, 4));
    REQUIRE_FALSE(history.find(2));
    REQUIRE(found);
    CHECK(test::sequenceIn(found->frame->payload(*found->packet)) == 2);
}

TEST_CASE("viewers look packets up while the camera adds them") {
    PacketHistory history;
    std::atomic<std::uint64_t> newest{0};
    std::thread camera([&] {
        for (std::uint64_t i = 1; i <= 3000; ++i) {
            history.add(readyAt(i * GST_MSECOND, i));
            newest = i;
        }
    });
    unsigned found = 0;
    while (newest < 3000 || found == 0) {
        const auto packet = history.find(newest);
        if (packet && test::sequenceIn(packet->frame->payload(*packet->packet)) > 0)
            ++found;
    }
    camera.join();
    CHECK(has(history, 3000));
    CHECK(has(history, 2000));
    CHECK_FALSE(has(history, 1999));
}
