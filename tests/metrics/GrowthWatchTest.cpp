// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "metrics/GrowthWatch.hpp"

#include <cmath>
#include <functional>
#include <random>

using namespace std::chrono_literals;
using namespace vitrine::metrics;
using vitrine::util::Clock;

namespace {

constexpr double kMiB = 1024 * 1024;
constexpr double kBase = 40 * kMiB;
constexpr double kOfViewer = 0.5 * kMiB;

// Hours of a house: how many viewers there are at each moment, and what leaks for each viewer-hour.
// Every viewer takes memory of its own, and what is free and not given back wanders about.
struct Life {
    double hours = 3;
    std::function<std::size_t(double hour)> viewers = [](double) {
        return 10U;
    };
    double leakPerViewerHour = 0;
    std::function<double(double hour)> besides = [](double) {
        return 0.0;
    };
};

std::optional<Growth> growthOf(const Life& life) {
    std::mt19937 random(1); // the same each time
    std::normal_distribution<double> noise(0, 0.2 * kMiB);
    GrowthWatch watch;
    double leaked = 0;
    double wander = 0;
    const auto start = Clock::now();
    for (auto at = 0s; at <= std::chrono::seconds(static_cast<int>(life.hours * 3600)); at += 10s) {
        const auto hour = static_cast<double>(at.count()) / 3600;
        const auto viewers = life.viewers(hour);
        wander = 0.95 * wander + noise(random); // neighbours resemble each other
        watch.add({start + at, viewers,
                   kBase + kOfViewer * static_cast<double>(viewers) + leaked + std::abs(wander) +
                       life.besides(hour)});
        leaked += life.leakPerViewerHour * static_cast<double>(viewers) * 10 / 3600;
    }
    return watch.growth();
}

std::size_t comingAndGoing(double hour) {
    return 5 + static_cast<std::size_t>(hour * 6) % 4 * 5; // another number every ten minutes
}

} // namespace

TEST_CASE("half an hour is too little to tell a growth by") {
    CHECK_FALSE(growthOf({.hours = 0.4}));
    CHECK(growthOf({.hours = 1}));
}

TEST_CASE("memory that stays is no growth, however it wanders") {
    const auto growth = growthOf({});
    REQUIRE(growth);
    CHECK_FALSE(growth->significant);
    CHECK(std::abs(growth->bytesPerViewerHour) < 4 * growth->standardError);
}

TEST_CASE("viewers who come and go are no growth, nor ever more of them") {
    CHECK_FALSE(growthOf({.viewers = comingAndGoing})->significant);
    CHECK_FALSE(growthOf({.viewers = [](double hour) {
                    return static_cast<std::size_t>(hour * 20);
                }})->significant);
}

TEST_CASE("a leak is found as big as it is") {
    const auto growth = growthOf({.leakPerViewerHour = kMiB});
    REQUIRE(growth);
    CHECK(growth->significant);
    CHECK(std::abs(growth->bytesPerViewerHour - kMiB) < 4 * growth->standardError);
    CHECK(growth->standardError < 0.1 * kMiB);
}

TEST_CASE("a leak is found while viewers come and go, and in a house without viewers") {
    const auto busy = growthOf({.viewers = comingAndGoing, .leakPerViewerHour = kMiB});
    REQUIRE(busy);
    CHECK(busy->significant);
    CHECK(busy->bytesPerViewerHour == Approx(kMiB).epsilon(0.1));
    const auto empty = growthOf({.viewers = [](double) { return 0U; },
                                 .besides =
                                     [](double hour) {
                                         return 5 * kMiB * hour;
                                     }});
    REQUIRE(empty);
    CHECK(empty->significant);
    CHECK(empty->bytesPerViewerHour == Approx(5 * kMiB).epsilon(0.1));
}

TEST_CASE("a step and a warming up are no leak") {
    CHECK_FALSE(growthOf({.besides = [](double hour) {
                    return hour < 1.5 ? 0.0 : 20 * kMiB;
                }})->significant);
    CHECK_FALSE(growthOf({.besides = [](double hour) {
                    return 20 * kMiB * (1 - std::exp(-hour * 4));
                }})->significant);
}

TEST_CASE("what is found is forgotten after three hours") {
    const auto growth = growthOf({.hours = 7, .besides = [](double hour) {
                                      return kMiB * 10 * std::min(hour, 3.0);
                                  }});
    REQUIRE(growth);
    CHECK_FALSE(growth->significant);
}
