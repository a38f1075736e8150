// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "viewer/SlowWatch.hpp"

#include <vector>

using namespace std::chrono_literals;
using vitrine::viewer::SlowWatch;
using Change = SlowWatch::Change;

namespace {

/// A viewer that is looked at every half second.
struct Watched {
    SlowWatch watch;
    SlowWatch::TimePoint now = SlowWatch::TimePoint{} + 1h;
    std::uint64_t dropped = 0;
    std::chrono::seconds limit{10};

    /// Every change within a time of which each half second has so many drops, and such losses.
    std::vector<Change> pass(std::chrono::milliseconds time, unsigned drops, double lost = 0) {
        std::vector<Change> changes;
        for (const auto end = now + time; now < end; now += 500ms) {
            dropped += drops;
            if (const auto change = watch.look(now, dropped, lost, limit); change != Change::None)
                changes.push_back(change);
        }
        return changes;
    }
};

} // namespace

TEST_CASE("a bad moment is no slowness") {
    Watched viewer;
    CHECK(viewer.pass(20s, 0).empty());
    for (int i = 0; i < 5; ++i) {
        CHECK(viewer.pass(2s, 15).empty());
        CHECK(viewer.pass(5s, 0).empty());
    }
}

TEST_CASE("who drops frames all the time is told, and told when that is over") {
    Watched viewer;
    CHECK(viewer.pass(5s, 15) == std::vector{Change::Slow});
    CHECK(viewer.pass(10s, 0) == std::vector{Change::Well});
    CHECK(viewer.pass(5s, 1) == std::vector{Change::Slow});
}

TEST_CASE("a good second between bad ones is none") {
    Watched viewer;
    std::vector<Change> changes;
    for (int i = 0; i < 4; ++i) {
        for (const auto change : viewer.pass(1s, 1))
            changes.push_back(change);
        for (const auto change : viewer.pass(2s, 0))
            changes.push_back(change);
    }
    CHECK(changes == std::vector{Change::Slow});
}

TEST_CASE("slow for so long is too slow, unless that has no limit") {
    Watched viewer;
    const auto changes = viewer.pass(10500ms, 15);
    REQUIRE(changes.size() == 2);
    CHECK(changes[1] == Change::TooLong);
    Watched patient;
    patient.limit = 0s;
    CHECK(patient.pass(1h, 15) == std::vector{Change::Slow});
}

TEST_CASE("a network that loses much is slow, too, one that loses some is not") {
    Watched viewer;
    CHECK(viewer.pass(60s, 0, 0.2).empty());
    CHECK(viewer.pass(5s, 0, 0.3) == std::vector{Change::Slow});
    CHECK(viewer.pass(5s, 0, 0.1) == std::vector{Change::Well});
}
