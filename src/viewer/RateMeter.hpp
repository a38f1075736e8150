// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "util/Clock.hpp"

#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>
#include <utility>

namespace vitrine::viewer {

/// How fast something that is counted grows, over the last few seconds.
///
/// Owner: who looks at the count now and then. Thread: any one at a time.
class RateMeter {
  public:
    static constexpr std::chrono::seconds kWindow{3};

    /// The count at a moment; in the order of time.
    void look(util::Clock::time_point now, std::uint64_t count) {
        looks_.emplace_back(now, count);
        // One older than the window stays, so that the window is always full.
        while (looks_.size() > 2 && now - looks_[1].first >= kWindow)
            looks_.pop_front();
    }

    /// A second; nothing before the second look.
    std::optional<double> perSecond() const {
        if (looks_.size() < 2)
            return std::nullopt;
        const std::chrono::duration<double> passed = looks_.back().first - looks_.front().first;
        if (passed.count() <= 0)
            return std::nullopt;
        return static_cast<double>(looks_.back().second - looks_.front().second) / passed.count();
    }

  private:
    std::deque<std::pair<util::Clock::time_point, std::uint64_t>> looks_;
};

} // namespace vitrine::viewer
