// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "fanout/KeyframeBudget.hpp"

using namespace std::chrono_literals;
using vitrine::fanout::KeyframeBudget;

namespace {

// Far from the clock's zero, where "never" lies.
const KeyframeBudget::TimePoint t0 = KeyframeBudget::TimePoint{} + 1h;

} // namespace

TEST_CASE("some key frames at once, then one every few seconds") {
    for (const auto refill : {KeyframeBudget::kRefill, KeyframeBudget::kServerRefill}) {
        KeyframeBudget budget(refill);
        int paid = 0;
        for (auto t = 0ms; t < 60s; t += 10ms)
            if (budget.affords(t0 + t)) {
                budget.pay(t0 + t);
                ++paid;
            }
        CHECK(paid == KeyframeBudget::kMost - 1 + 60s / refill);
    }
}

TEST_CASE("a viewer with a bad moment now and then always gets its key frame at once") {
    KeyframeBudget budget;
    for (auto t = 0s; t < 600s; t += KeyframeBudget::kMost * KeyframeBudget::kRefill)
        for (int i = 0; i < KeyframeBudget::kMost; ++i) {
            CHECK(budget.affords(t0 + t + i * 250ms));
            budget.pay(t0 + t + i * 250ms);
        }
}

TEST_CASE("a wish lasts until a key frame was sent") {
    KeyframeBudget budget;
    CHECK_FALSE(budget.wishes());
    budget.wish(t0);
    CHECK(budget.wishes());
    budget.fulfil(t0 + 1s);
    CHECK_FALSE(budget.wishes());
}

TEST_CASE("a wish that cannot know of the key frame just sent is none") {
    KeyframeBudget budget;
    budget.fulfil(t0);
    budget.wish(t0 + KeyframeBudget::kOnItsWay - 1ms);
    CHECK_FALSE(budget.wishes());
    budget.wish(t0 + KeyframeBudget::kOnItsWay);
    CHECK(budget.wishes());
}
