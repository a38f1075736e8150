// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "Stubborn.hpp"
#include "gst/Reapers.hpp"

#include <future>

using namespace vitrine::gst;
using vitrine::test::stubborn;

TEST_CASE("one pipeline that does not stop holds up no other") {
    std::promise<void> release;
    std::promise<void> stubbornGone;
    std::promise<void> otherGone;
    bool gaveUp = false;
    {
        Reapers reapers("test-reapers", [&] { gaveUp = true; });
        reapers.reap(stubborn(release.get_future().share()), [&] { stubbornGone.set_value(); });
        reapers.reap(Pipeline("other"), [&] { otherGone.set_value(); });
        otherGone.get_future().wait();
        release.set_value();
    }
    stubbornGone.get_future().wait();
    CHECK_FALSE(gaveUp);
}

TEST_CASE("at the end one that does not stop is given up") {
    std::promise<void> release;
    std::promise<void> gone;
    bool gaveUp = false;
    const auto began = std::chrono::steady_clock::now();
    {
        Reapers reapers("test-reapers", [&] { gaveUp = true; });
        reapers.reap(stubborn(release.get_future().share()), [&] { gone.set_value(); });
    }
    CHECK(gaveUp);
    CHECK(std::chrono::steady_clock::now() - began < std::chrono::seconds{5});
    release.set_value();
    gone.get_future().wait();
}

TEST_CASE("one that does not stop is found while the program runs") {
    std::promise<void> release;
    std::promise<void> gone;
    Reapers reapers("test-reapers", [] {});
    reapers.reap(stubborn(release.get_future().share()), [&] { gone.set_value(); });
    const auto now = vitrine::util::Clock::now();
    reapers.look(now);
    CHECK(reapers.stuck() == 0);
    reapers.look(now + 2 * StuckPipeline::kPatience);
    CHECK(reapers.stuck() == 1);
    release.set_value();
    gone.get_future().wait();
}
