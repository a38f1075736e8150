// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <algorithm>
#include <chrono>
#include <random>
#include <utility>

namespace vitrine::camera {

/// The waiting times between attempts: each twice the one before, from 0.5 s to 30 s, spread by a
/// fifth so that cameras that failed together do not come back together.
///
/// Owner: whoever retries. Thread: one at a time.
class BackOff {
  public:
    static constexpr std::chrono::milliseconds kFirst{500};
    static constexpr std::chrono::milliseconds kMost{30000};

    explicit BackOff(unsigned seed = std::random_device{}())
        : random_(seed) {}

    /// The time to wait before the next attempt.
    std::chrono::milliseconds next() {
        const auto base = std::exchange(delay_, std::min(delay_ * 2, kMost));
        std::uniform_real_distribution<double> spread(0.8, 1.2);
        return std::chrono::milliseconds(static_cast<std::chrono::milliseconds::rep>(
            static_cast<double>(base.count()) * spread(random_)));
    }

    /// Begins again at the shortest: it worked.
    void reset() noexcept { delay_ = kFirst; }

  private:
    std::minstd_rand random_;
    std::chrono::milliseconds delay_ = kFirst;
};

} // namespace vitrine::camera
