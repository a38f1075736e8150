// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "camera/MemoryBudget.hpp"

using namespace vitrine;
using namespace std::chrono_literals;
using camera::MemoryBudget;
using Verdict = MemoryBudget::Verdict;

namespace {

constexpr std::uint64_t kMiB = 1024UL * 1024;

// The last of what is said in so many minutes, when every ten seconds there is a little more.
Verdict afterGrowing(MemoryBudget& budget, std::chrono::minutes time, double mibAnHour) {
    const auto began = util::Clock::now();
    auto verdict = Verdict::Well;
    for (auto passed = 0s; passed < time; passed += 10s) {
        const auto hours = std::chrono::duration<double, std::ratio<3600>>(passed).count();
        const auto bytes = 50.0 * kMiB + hours * mibAnHour * kMiB;
        verdict = budget.look(static_cast<std::uint64_t>(bytes), began + passed);
    }
    return verdict;
}

} // namespace

TEST_CASE("a process may have its budget, and for a moment twice as much") {
    MemoryBudget budget(200 * kMiB);
    CHECK(budget.look(200 * kMiB) == Verdict::Well);
    CHECK(budget.look(201 * kMiB) == Verdict::Above);
    CHECK(budget.reason() == "has 201 MiB of memory, of 200 MiB that it may have");
    CHECK(budget.look(400 * kMiB) == Verdict::Above);
    CHECK(budget.look(401 * kMiB) == Verdict::FarAbove);
    budget.set(500 * kMiB);
    CHECK(budget.look(401 * kMiB) == Verdict::Well);
}

TEST_CASE("a process that surely grows does not wait until it has too much") {
    MemoryBudget steady(200 * kMiB);
    CHECK(afterGrowing(steady, 150min, 0) == Verdict::Well);
    MemoryBudget leaky(200 * kMiB);
    CHECK(afterGrowing(leaky, 150min, 20) == Verdict::Grows);
    CHECK_THAT(leaky.reason(), ContainsSubstring("20 MiB more each hour"));
    // What would take days is no leak to be sure of.
    MemoryBudget slow(200 * kMiB);
    CHECK(afterGrowing(slow, 150min, 5) == Verdict::Well);
}
