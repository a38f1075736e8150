// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "util/Seldom.hpp"
#include "util/TokenBucket.hpp"

using namespace std::chrono_literals;
using vitrine::util::Clock;
using vitrine::util::Seldom;
using vitrine::util::TokenBucket;

TEST_CASE("a bucket gives its burst, then its rate, and never gathers more than a burst") {
    const auto start = Clock::now();
    TokenBucket bucket(2.0, 5.0, start);
    const auto takeAll = [&](Clock::time_point now) {
        int taken = 0;
        while (taken < 100 && bucket.take(now))
            ++taken;
        return taken;
    };
    CHECK(takeAll(start) == 5);
    CHECK(takeAll(start + 400ms) == 0);
    CHECK(takeAll(start + 1s) == 2);
    CHECK(takeAll(start + 1h) == 5);
}

TEST_CASE("what happens often is told of at once, and then seldom with how often") {
    const auto start = Clock::now();
    Seldom seldom(60s);
    CHECK(seldom.happened(start) == 1U);
    for (int i = 1; i < 60; ++i)
        CHECK_FALSE(seldom.happened(start + i * 1s));
    CHECK(seldom.happened(start + 60s) == 60U);
}
