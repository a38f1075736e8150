// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "util/Clock.hpp"

#include <chrono>
#include <cstdint>
#include <optional>

namespace vitrine::util {

/// For what strangers can make happen as often as they like, and the log should say seldom.
///
/// Owner: who logs. Thread: any one at a time.
class Seldom {
  public:
    explicit Seldom(std::chrono::seconds interval)
        : interval_(interval) {}

    /// It happened. How often it did since it was last told of, when it is time to tell again.
    std::optional<std::uint64_t> happened(Clock::time_point now = Clock::now()) noexcept {
        ++untold_;
        if (told_ && now - *told_ < interval_)
            return std::nullopt;
        told_ = now;
        const auto count = untold_;
        untold_ = 0;
        return count;
    }

  private:
    std::chrono::seconds interval_;
    std::optional<Clock::time_point> told_;
    std::uint64_t untold_ = 0;
};

} // namespace vitrine::util
