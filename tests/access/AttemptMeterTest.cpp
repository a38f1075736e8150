// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "access/AttemptMeter.hpp"

#include <string>

using namespace std::chrono_literals;
using vitrine::access::AttemptMeter;
using vitrine::util::Clock;

TEST_CASE("an address has five tries at once and one each ten seconds") {
    AttemptMeter meter;
    auto now = Clock::now();
    for (int i = 0; i < 5; ++i)
        CHECK(meter.allows("192.0.2.1", now));
    CHECK_FALSE(meter.allows("192.0.2.1", now));
    CHECK(meter.allows("192.0.2.2", now)); // which is somebody else
    now += 11s;
    CHECK(meter.allows("192.0.2.1", now));
    CHECK_FALSE(meter.allows("192.0.2.1", now));
}

TEST_CASE("all addresses together have a bound as well, and one alone does not use it up") {
    AttemptMeter meter;
    const auto now = Clock::now();
    for (int i = 0; i < 1000; ++i)
        (void)meter.allows("192.0.2.1", now);
    int allowed = 0;
    for (int i = 0; i < 100; ++i)
        allowed += meter.allows("198.51.100." + std::to_string(i), now) ? 1 : 0;
    CHECK(allowed == 15);
}

TEST_CASE("who comes from this machine is counted with all alone") {
    AttemptMeter meter;
    const auto now = Clock::now();
    int allowed = 0;
    for (int i = 0; i < 100; ++i)
        allowed += meter.allows("127.0.0.1", now) ? 1 : 0;
    CHECK(allowed == 20);
}

TEST_CASE("addresses without end are forgotten, the oldest first") {
    AttemptMeter meter;
    auto now = Clock::now();
    for (int i = 0; i < 5; ++i)
        CHECK(meter.allows("192.0.2.1", now));
    for (std::size_t i = 0; i < AttemptMeter::kMostAddresses; ++i) {
        now += 2s;
        CHECK(meter.allows("10.1." + std::to_string(i / 250) + '.' + std::to_string(i % 250), now));
    }
    CHECK(meter.allows("192.0.2.1", now));
}
