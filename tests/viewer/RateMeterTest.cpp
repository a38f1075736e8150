// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "viewer/RateMeter.hpp"

#include <algorithm>

using namespace std::chrono_literals;
using vitrine::util::Clock;
using vitrine::viewer::RateMeter;

TEST_CASE("a rate is known from the second look on") {
    RateMeter meter;
    const auto now = Clock::now();
    CHECK_FALSE(meter.perSecond());
    meter.look(now, 100);
    CHECK_FALSE(meter.perSecond());
    meter.look(now + 500ms, 600);
    CHECK(meter.perSecond().value() == 1000);
}

TEST_CASE("a rate is that of the last seconds, and falls to nothing") {
    RateMeter meter;
    const auto now = Clock::now();
    for (int i = 0; i <= 20; ++i) // 1000 a second, and after five seconds no more
        meter.look(now + i * 500ms, std::min(i, 10) * 500U);
    CHECK(meter.perSecond().value() == 0);
    meter.look(now + 10500ms, 8000);
    CHECK(meter.perSecond().value() == 1000);
}
