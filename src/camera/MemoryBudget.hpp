// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "metrics/GrowthWatch.hpp"
#include "util/Clock.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace vitrine::camera {

/// Judges whether a camera's own process has more memory than it may have, or is on its way there.
///
/// Owner: WorkerRun, one a process. Thread: main.
class MemoryBudget {
  public:
    /// So many times the budget nobody gets, not even until another has taken over.
    static constexpr unsigned kTooMuch = 2;
    /// Growth that reaches the budget within that is a leak.
    static constexpr std::chrono::hours kAhead{24};

    enum class Verdict { Well, Grows, Above, FarAbove };

    explicit MemoryBudget(std::uint64_t bytes)
        : bytes_(static_cast<double>(bytes)) {}

    void set(std::uint64_t bytes) noexcept { bytes_ = static_cast<double>(bytes); }

    /// To be told now and then, in the order of time.
    Verdict look(std::uint64_t residentBytes, util::Clock::time_point now = util::Clock::now());

    /// What the last verdict rests on, as the rest of a sentence: "has 212 MiB of memory …".
    std::string reason() const;

  private:
    double bytes_;
    double used_ = 0.0;
    bool grows_ = false;
    metrics::GrowthWatch watch_;
};

} // namespace vitrine::camera
