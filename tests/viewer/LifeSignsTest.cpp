// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "viewer/LifeSigns.hpp"

using namespace std::chrono_literals;
using vitrine::rtp::Feedback;
using vitrine::viewer::LifeSigns;

namespace {

const LifeSigns::TimePoint t0 = LifeSigns::TimePoint{} + 1h;

Feedback regular() {
    Feedback feedback;
    feedback.regular = true;
    return feedback;
}

} // namespace

TEST_CASE("who was never heard is not judged") {
    CHECK_FALSE(LifeSigns().deadline());
}

TEST_CASE("who reports every second is dead after five") {
    LifeSigns signs;
    signs.hear(regular(), t0);
    CHECK(signs.deadline() == t0 + LifeSigns::kFirstSilence);
    signs.hear(regular(), t0 + 1s);
    CHECK(signs.deadline() == t0 + 1s + LifeSigns::kSilence);
    signs.hear({}, t0 + 2s); // whatever it is, it is alive
    CHECK(signs.deadline() == t0 + 2s + LifeSigns::kSilence);
}

TEST_CASE("who reports as rarely as RFC 3550 has it gets three intervals, and not for ever") {
    LifeSigns signs;
    signs.hear(regular(), t0);
    signs.hear(regular(), t0 + 6s);
    CHECK(signs.deadline() == t0 + 6s + 18s);
    // What is sent because of a loss says nothing of that.
    for (int i = 1; i <= 50; ++i)
        signs.hear({}, t0 + 6s + i * 10ms);
    CHECK(signs.deadline() == t0 + 6500ms + 18s);
    signs.hear(regular(), t0 + 106s);
    CHECK(signs.deadline() == t0 + 106s + LifeSigns::kLongestSilence);
}

TEST_CASE("one outage is forgotten") {
    LifeSigns signs;
    signs.hear(regular(), t0);
    signs.hear(regular(), t0 + 5s);
    CHECK(signs.deadline() > t0 + 5s + 10s);
    auto t = t0 + 5s;
    for (int i = 0; i < 10; ++i)
        signs.hear(regular(), t += 1s);
    CHECK(signs.deadline() == t + LifeSigns::kSilence);
}

TEST_CASE("the last report's loss is told") {
    LifeSigns signs;
    CHECK_FALSE(signs.fractionLost());
    auto feedback = regular();
    feedback.reports.emplace_back().fractionLost = 64;
    signs.hear(feedback, t0);
    signs.hear({}, t0 + 1s);
    CHECK(signs.fractionLost() == 0.25);
}
