// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "fanout/KeyframeGovernor.hpp"

using namespace std::chrono_literals;
using vitrine::fanout::KeyframeGovernor;

namespace {

// Far from the clock's zero, where "never" lies.
const KeyframeGovernor::TimePoint kStart = KeyframeGovernor::TimePoint{} + 1h;

} // namespace

TEST_CASE("the first request goes to the encoder at once") {
    KeyframeGovernor governor;
    CHECK(governor.request(kStart));
}

TEST_CASE("requests while one is on its way are answered by it") {
    KeyframeGovernor governor;
    REQUIRE(governor.request(kStart));
    for (int i = 1; i < 40; ++i)
        CHECK_FALSE(governor.request(kStart + i * 1ms));
    CHECK_FALSE(governor.onFrame(false, true, kStart + 40ms));
    CHECK_FALSE(governor.onFrame(true, false, kStart + 50ms));
    CHECK_FALSE(governor.onFrame(false, false, kStart + 1s));
}

TEST_CASE("a viewer that came just after the key frame is not forgotten") {
    KeyframeGovernor governor;
    REQUIRE(governor.request(kStart));
    CHECK_FALSE(governor.onFrame(true, false, kStart + 10ms));
    // Too soon for another, but due with a later frame.
    CHECK_FALSE(governor.request(kStart + 20ms));
    CHECK_FALSE(governor.onFrame(false, true, kStart + 100ms));
    CHECK(governor.onFrame(false, true, kStart + 10ms + KeyframeGovernor::kInterval));
}

TEST_CASE("a viewer that still waits after a key frame gets the next one") {
    KeyframeGovernor governor;
    CHECK_FALSE(governor.onFrame(true, true, kStart));
    CHECK(governor.onFrame(false, true, kStart + KeyframeGovernor::kInterval));
}

TEST_CASE("a storm of requests makes at most one key frame an interval") {
    KeyframeGovernor governor;
    int asked = 0;
    int answered = 0;
    for (auto t = 0ms; t < 10s; t += 1ms) {
        asked += governor.request(kStart + t) ? 1 : 0;
        if (t.count() % 33 != 0)
            continue;
        const bool key = answered < asked; // the encoder answers with its next frame
        answered = asked;
        asked += governor.onFrame(key, true, kStart + t) ? 1 : 0;
    }
    CHECK(asked <= 10s / KeyframeGovernor::kInterval + 1);
    CHECK(asked >= 20);
}

TEST_CASE("an encoder that did not hear is asked again") {
    KeyframeGovernor governor;
    REQUIRE(governor.request(kStart));
    CHECK_FALSE(governor.onFrame(false, true, kStart + 400ms));
    CHECK(governor.onFrame(false, true, kStart + KeyframeGovernor::kLost));
}

TEST_CASE("nobody asks when nobody needs") {
    KeyframeGovernor governor;
    for (auto t = 0ms; t < 5s; t += 33ms)
        CHECK_FALSE(governor.onFrame(t.count() % 330 == 0, false, kStart + t));
}
