// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "camera/BackOff.hpp"

using namespace std::chrono_literals;
using vitrine::camera::BackOff;

TEST_CASE("waits double from half a second to half a minute, spread by a fifth") {
    BackOff backOff(1);
    auto expected = BackOff::kFirst;
    for (int i = 0; i < 12; ++i) {
        const auto wait = backOff.next();
        CHECK(wait >= expected * 8 / 10);
        CHECK(wait <= expected * 12 / 10);
        expected = std::min(expected * 2, BackOff::kMost);
    }
    backOff.reset();
    CHECK(backOff.next() <= 600ms);
}

TEST_CASE("two that failed together do not come back together") {
    BackOff one(1);
    BackOff other(2);
    CHECK(one.next() != other.next());
}
