// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "camera/LoopClock.hpp"

#include <vector>

using vitrine::camera::LoopClock;

namespace {

constexpr GstClockTime kNone = GST_CLOCK_TIME_NONE;

std::vector<GstClockTime> play(LoopClock& clock, const std::vector<GstClockTimeDiff>& times,
                               GstClockTime duration) {
    std::vector<GstClockTime> placed;
    for (const auto time : times)
        placed.push_back(clock.place(time, duration).value());
    return placed;
}

} // namespace

TEST_CASE("a pass begins where the last frame of the one before ended") {
    LoopClock clock(40);
    CHECK(play(clock, {0, 10, 20}, 10) == std::vector<GstClockTime>{0, 10, 20});
    CHECK(clock.again());
    CHECK(play(clock, {0, 10, 20}, 10) == std::vector<GstClockTime>{30, 40, 50});
    CHECK(clock.again());
    CHECK(play(clock, {0}, 10) == std::vector<GstClockTime>{60});
}

TEST_CASE("a film need not begin at zero, and a frame's length is taken from its neighbours") {
    LoopClock clock(40);
    CHECK(play(clock, {100, 110, 120}, kNone) == std::vector<GstClockTime>{0, 10, 20});
    CHECK(clock.again());
    CHECK(play(clock, {100, 110}, kNone) == std::vector<GstClockTime>{30, 40});
}

TEST_CASE("frames in decoding order keep their distances") {
    LoopClock clock(40);
    CHECK(play(clock, {0, 30, 10, 20}, 10) == std::vector<GstClockTime>{0, 30, 10, 20});
    CHECK(clock.again());
    CHECK(play(clock, {0, 30, 10, 20}, 10) == std::vector<GstClockTime>{40, 70, 50, 60});
}

TEST_CASE("frames without a time follow each other at the usual pace") {
    LoopClock clock(40);
    CHECK(clock.place({}, kNone) == 0);
    CHECK(clock.place({}, kNone) == 40);
    CHECK(clock.again());
    CHECK(clock.place({}, kNone) == 80);
}

TEST_CASE("what lies before a pass's first frame has no place") {
    LoopClock clock(40);
    CHECK(clock.place(100, 10) == 0);
    CHECK_FALSE(clock.place(90, 10));
}

TEST_CASE("a pass without frames is told from one with") {
    LoopClock clock(40);
    CHECK_FALSE(clock.again());
}
