// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "camera/FrameClock.hpp"

using namespace vitrine;
using camera::FrameClock;

namespace {

constexpr GstClockTime kMs = GST_MSECOND;
constexpr GstClockTime kBegan = 5000 * kMs;

GstClockTimeDiff claim(GstClockTime time) {
    return static_cast<GstClockTimeDiff>(time);
}

} // namespace

TEST_CASE("a frame was captured when its source says") {
    FrameClock clock(kBegan);
    CHECK(clock.place(claim(kBegan + 10 * kMs), kBegan + 15 * kMs) == kBegan + 10 * kMs);
    CHECK(clock.place(claim(kBegan + 43 * kMs), kBegan + 50 * kMs) == kBegan + 43 * kMs);
}

TEST_CASE("without a word of the source the arrival counts") {
    FrameClock clock(kBegan);
    CHECK(clock.place({}, kBegan + 15 * kMs) == kBegan + 15 * kMs);
}

TEST_CASE("a source that is ahead keeps its pace, and no frame is in the future") {
    FrameClock clock(kBegan);
    CHECK(clock.place(claim(kBegan + 60 * kMs), kBegan + 40 * kMs) == kBegan + 40 * kMs);
    // This one was held up for 7 ms: its own time tells.
    CHECK(clock.place(claim(kBegan + 93 * kMs), kBegan + 80 * kMs) == kBegan + 73 * kMs);
}

TEST_CASE(
    "a source that is ahead at its beginning alone is believed again, a little with each frame") {
    FrameClock clock(kBegan);
    // What was kept comes at once: eight frames within 16 ms. Each is 10 ms on its way.
    GstClockTime last = 0;
    for (GstClockTime i = 0; i < 8; ++i)
        last = clock.place(claim(kBegan + (i * 33 + 10) * kMs), kBegan + (i * 2 + 20) * kMs);
    GstClockTimeDiff age = 0;
    for (GstClockTime i = 8; i < 600; ++i) {
        const auto captured = kBegan + i * 33 * kMs;
        const auto placed = clock.place(claim(captured), captured + 10 * kMs);
        age = GST_CLOCK_DIFF(placed, captured + 10 * kMs);
        CHECK(age >= 0);
        // Its pace is nearly kept.
        if (i > 8)
            CHECK(placed - last <= 35 * kMs);
        last = placed;
        if (i == 20)
            CHECK(age > claim(200 * kMs));
    }
    CHECK(age == claim(10 * kMs));
}

TEST_CASE("a source that stays ahead is never given back what it was put back") {
    FrameClock clock(kBegan);
    for (GstClockTime i = 0; i < 600; ++i) {
        const auto now = kBegan + (i * 33 + 40 + i % 3) * kMs; // with some jitter
        CHECK(clock.place(claim(kBegan + (i * 33 + 90) * kMs), now) ==
              kBegan + (i * 33 + 40) * kMs);
    }
}

TEST_CASE("a source that begins to count anew, or leaps, is believed from there on") {
    FrameClock clock(kBegan);
    clock.place(claim(kBegan + 990 * kMs), kBegan + 1000 * kMs);
    const auto jumpTo = GENERATE(GstClockTimeDiff{0}, claim(kBegan + 3600000 * kMs),
                                 claim(kBegan + 500 * kMs), -claim(kBegan));
    CHECK(clock.place(jumpTo, kBegan + 1033 * kMs) == kBegan + 1033 * kMs);
    CHECK(clock.place(jumpTo + claim(33 * kMs), kBegan + 1070 * kMs) == kBegan + 1066 * kMs);
}

TEST_CASE("time only grows, and no run goes back behind the one before") {
    FrameClock clock(kBegan);
    const auto first = clock.place(claim(kBegan - 20 * kMs), kBegan + 5 * kMs);
    CHECK(first > kBegan);
    const auto second = clock.place(claim(kBegan - 20 * kMs), kBegan + 6 * kMs);
    // An RTP timestamp of its own.
    CHECK(second >= first + GST_SECOND / 90000);
}
