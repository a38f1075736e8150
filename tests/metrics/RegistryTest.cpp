// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "metrics/HouseMetrics.hpp"
#include "metrics/PrometheusText.hpp"

#include <atomic>
#include <stdexcept>
#include <thread>

using namespace vitrine::metrics;

TEST_CASE("asking for a family or a series again gives the same one") {
    Registry registry;
    auto& family = registry.counter("c_total", "C.", {"camera"});
    CHECK(&registry.counter("c_total", "C.", {"camera"}) == &family);
    CHECK(family.with({"a"}) == family.with({"a"}));
    CHECK(family.with({"a"}) != family.with({"b"}));
}

TEST_CASE("a family cannot be two things, nor have a name Prometheus refuses") {
    Registry registry;
    registry.counter("c_total", "C.", {"camera"});
    CHECK_THROWS_AS(registry.gauge("c_total", "C.", {"camera"}), std::logic_error);
    CHECK_THROWS_AS(registry.counter("c_total", "C.", {"reason"}), std::logic_error);
    CHECK_THROWS_AS(registry.counter("", "C."), std::logic_error);
    CHECK_THROWS_AS(registry.counter("9c", "C."), std::logic_error);
    CHECK_THROWS_AS(registry.counter("c-total", "C."), std::logic_error);
    CHECK_THROWS_AS(registry.histogram("h", "H.", {"le"}), std::logic_error);
    CHECK_THROWS_AS(registry.gauge("g", "G.", {"__name"}), std::logic_error);
}

TEST_CASE("removing a camera removes its series and no other") {
    Registry registry;
    HouseMetrics house(registry);
    house.cameraUp.with({"front"})->set(1);
    house.cameraUp.with({"back"})->set(1);
    house.viewerLeaves.with({"front", "bye"})->add();
    // Another label that happens to have the same value stays.
    house.viewerLeaves.with({"back", "front"})->add();
    const auto held = house.cameraFrames.with({"front"});
    house.removeCamera("front");
    held->add(); // a late streaming thread: harmless, and not shown
    const auto text = prometheusText(registry);
    CHECK_THAT(text, !ContainsSubstring("camera=\"front\""));
    CHECK_THAT(text, ContainsSubstring("vitrine_camera_up{camera=\"back\"} 1\n"));
    CHECK_THAT(text, ContainsSubstring("{camera=\"back\",reason=\"front\"} 1\n"));
}

TEST_CASE("a label that grows without bound ends in one series") {
    Registry registry;
    auto& family = registry.counter("c_total", "C.", {"camera"});
    for (std::size_t i = 0; i < kMaxSeries + 50; ++i)
        family.with({"id" + std::to_string(i)})->add();
    CHECK(family.series().size() == kMaxSeries + 1);
    CHECK(family.with({kOtherLabel})->value() == 50);
    CHECK(family.with({"id0"})->value() == 1);
}

TEST_CASE("missing label values are empty, surplus ones left out") {
    Registry registry;
    auto& family = registry.counter("c_total", "C.", {"camera"});
    CHECK(family.with() == family.with({""}));
    CHECK(family.with({"a", "b"}) == family.with({"a"}));
}

TEST_CASE("many threads count, come, go and scrape at once, and nothing is lost") {
    constexpr unsigned kThreads = 4;
    constexpr unsigned kRounds = 5000;
    Registry registry;
    HouseMetrics house(registry);
    const auto frames = house.cameraFrames.with({"kept"});
    const auto up = house.cameraUp.with({"kept"});
    const auto encode = house.cameraEncode.with({"kept"});
    std::atomic<unsigned> scrapes{0};
    std::vector<std::thread> threads;
    for (unsigned t = 0; t < kThreads; ++t)
        threads.emplace_back([&, t] {
            const auto own = "own" + std::to_string(t);
            for (unsigned i = 0; i < kRounds; ++i) {
                frames->add(2);
                up->add(1);
                encode->observe(0.25);
                house.viewerJoins.with({own})->add();
                if (i % 100 == 0)
                    house.removeCamera(own);
                if (i % 500 == 0 && !prometheusText(registry).empty())
                    ++scrapes;
            }
        });
    for (auto& thread : threads)
        thread.join();
    CHECK(scrapes == kThreads * kRounds / 500);
    CHECK(frames->value() == 2U * kThreads * kRounds);
    CHECK(up->value() == double{kThreads * kRounds});
    CHECK(encode->snapshot().count() == kThreads * kRounds);
    CHECK(encode->snapshot().sum == 0.25 * kThreads * kRounds);
}
