// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "tools/netsim/DelayQueue.hpp"
#include "tools/netsim/Link.hpp"

using namespace vitrine::netsim;
using namespace std::chrono_literals;

namespace {

constexpr Clock::time_point kStart{1h};
constexpr std::size_t kBytes = 1250; // 10 ms at 1000 kbit/s

Link linkOf(const Conditions& conditions, std::uint64_t seed = 1) {
    Link link(seed);
    link.setConditions(conditions);
    return link;
}

double ms(Clock::duration time) {
    return Milliseconds(time).count();
}

/// How many of `count` packets pass.
int passing(Link& link, int count) {
    int passed = 0;
    for (int i = 0; i < count; ++i)
        passed += link.admit(kStart, kBytes) ? 1 : 0;
    return passed;
}

} // namespace

TEST_CASE("netsim: a perfect link gives every packet at once") {
    auto link = linkOf({});
    for (int i = 0; i < 100; ++i)
        CHECK(link.admit(kStart + i * 1ms, kBytes) == kStart + i * 1ms);
    CHECK(link.counts().passed == 100);
}

TEST_CASE("netsim: delay is what it says, and a shorter one makes no packet overtake") {
    auto link = linkOf({.delay = Milliseconds{50}});
    CHECK(link.admit(kStart, kBytes) == kStart + 50ms);
    CHECK(link.admit(kStart + 1ms, kBytes) == kStart + 51ms);
    link.setConditions({.delay = Milliseconds{10}});
    CHECK(link.admit(kStart + 2ms, kBytes) == kStart + 51ms);
    CHECK(link.admit(kStart + 42ms, kBytes) == kStart + 52ms);
}

TEST_CASE("netsim: loss is as frequent as it says, and the same for the same seed") {
    auto link = linkOf({.lossPercent = 20});
    // 10,000 tries: six standard deviations are 2.4 %.
    const auto passed = passing(link, 10'000);
    CHECK(passed > 7'760);
    CHECK(passed < 8'240);
    CHECK(link.counts().passed == static_cast<std::uint64_t>(passed));
    CHECK(link.counts().lost == static_cast<std::uint64_t>(10'000 - passed));

    auto one = linkOf({.lossPercent = 20}, 7);
    auto same = linkOf({.lossPercent = 20}, 7);
    auto other = linkOf({.lossPercent = 20}, 8);
    int differing = 0;
    for (int i = 0; i < 1000; ++i) {
        const bool passes = one.admit(kStart, kBytes).has_value();
        CHECK(same.admit(kStart, kBytes).has_value() == passes);
        differing += other.admit(kStart, kBytes).has_value() == passes ? 0 : 1;
    }
    CHECK(differing > 0);
}

TEST_CASE("netsim: 0 % loses nothing, 100 % and a pulled cable all") {
    auto link = linkOf({});
    CHECK(passing(link, 1000) == 1000);
    link.setConditions({.lossPercent = 100});
    CHECK(passing(link, 1000) == 0);
    link.setConditions({.up = false});
    CHECK(passing(link, 1000) == 0);
    link.setConditions({});
    CHECK(passing(link, 1000) == 1000);
}

TEST_CASE("netsim: jitter spreads arrivals over its range") {
    const bool reorder = GENERATE(false, true);
    auto link = linkOf({.delay = Milliseconds{10}, .jitter = Milliseconds{20}, .reorder = reorder});
    double least = 1e9;
    double most = 0;
    int overtaken = 0;
    Clock::time_point last{};
    for (int i = 0; i < 1000; ++i) {
        const auto sent = kStart + i * 5ms;
        const auto arrival = link.admit(sent, kBytes);
        REQUIRE(arrival);
        least = std::min(least, ms(*arrival - sent));
        most = std::max(most, ms(*arrival - sent));
        overtaken += *arrival < last ? 1 : 0;
        last = *arrival;
    }
    CHECK(least >= 10);
    CHECK(most <= 30);
    CHECK(least < 15);
    CHECK(most > 28);
    CHECK((overtaken > 0) == reorder);
}

TEST_CASE("netsim: a rate spaces packets, and what finds its queue full is dropped") {
    auto link = linkOf({.kilobits = 1000, .queue = Milliseconds{25}});
    CHECK(link.admit(kStart, kBytes) == kStart + 10ms);
    CHECK(link.admit(kStart, kBytes) == kStart + 20ms);
    CHECK(link.admit(kStart, kBytes) == kStart + 30ms);
    CHECK_FALSE(link.admit(kStart, kBytes)); // 30 ms wait already
    CHECK(link.counts().overflow == 1);
    CHECK(link.admit(kStart + 5ms, kBytes) == kStart + 40ms);
    CHECK(link.admit(kStart + 1s, kBytes) == kStart + 1s + 10ms);
}

TEST_CASE("netsim: the queue gives packets when they arrive, equal ones in their order") {
    DelayQueue queue;
    CHECK_FALSE(queue.next());
    queue.push(kStart + 2ms, {3});
    queue.push(kStart + 1ms, {1});
    queue.push(kStart + 1ms, {2});
    CHECK(queue.next() == kStart + 1ms);
    CHECK_FALSE(queue.pop(kStart));
    CHECK(queue.pop(kStart + 1ms) == Packet{1});
    CHECK(queue.pop(kStart + 1ms) == Packet{2});
    CHECK_FALSE(queue.pop(kStart + 1ms));
    CHECK(queue.pop(kStart + 5ms) == Packet{3});
    CHECK(queue.size() == 0);
}
