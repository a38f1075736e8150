// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "util/Clock.hpp"

#include <algorithm>
#include <chrono>

namespace vitrine::util {

/// A rate with room for bursts: holds so many tokens at most, gains so many a second.
///
/// Owner: who bounds something. Thread: any one at a time.
class TokenBucket {
  public:
    /// It begins full.
    TokenBucket(double perSecond, double most, Clock::time_point now = Clock::now()) noexcept
        : perSecond_(perSecond)
        , most_(most)
        , held_(most)
        , since_(now) {}

    /// Takes one token; false when there is none.
    bool take(Clock::time_point now = Clock::now()) noexcept { return takeMany(1.0, now); }

    /// Takes all of these, or none; false when there are not so many.
    bool takeMany(double tokens, Clock::time_point now = Clock::now()) noexcept {
        const std::chrono::duration<double> passed = now - since_;
        held_ = std::min(most_, held_ + passed.count() * perSecond_);
        since_ = now;
        if (held_ < tokens)
            return false;
        held_ -= tokens;
        return true;
    }

  private:
    double perSecond_;
    double most_;
    double held_;
    Clock::time_point since_;
};

} // namespace vitrine::util
