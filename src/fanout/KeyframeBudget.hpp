// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "util/Clock.hpp"

#include <mutex>

namespace vitrine::fanout {

/// What key frames are made on one viewer's account: some at once, as a bad moment on the network
/// needs them, and then one every so often. Key frames are everybody's bits: who asks for ever must
/// not have them for ever.
///
/// A wish beyond the budget is remembered; whatever key frame comes next fulfils it.
///
/// Owner: shared by a viewer and its subscription. Thread: thread-safe. Calls out: never.
class KeyframeBudget {
  public:
    using TimePoint = util::Clock::time_point;
    static constexpr int kMost = 4;
    /// How often one viewer gets one more, and how often a server that asks for many of its own.
    static constexpr std::chrono::seconds kRefill{5};
    static constexpr std::chrono::seconds kServerRefill{1};
    /// A wish so soon after a key frame was sent was made before that one can have been seen; a
    /// receiver that lacks it repeats the wish (Chromium after 200 ms).
    static constexpr std::chrono::milliseconds kOnItsWay{100};

    explicit KeyframeBudget(std::chrono::seconds refill = kRefill)
        : refill_(refill) {}

    /// The viewer says that it needs a key frame.
    void wish(TimePoint now);
    /// It was sent one.
    void fulfil(TimePoint now);
    bool wishes() const;

    /// Whether a key frame may be asked for on its account.
    bool affords(TimePoint now) const;
    /// One was asked for.
    void pay(TimePoint now);

  private:
    const std::chrono::seconds refill_;
    mutable std::mutex mutex_;
    bool wishes_ = false;   // guarded by mutex_
    TimePoint sent_{};      // guarded by mutex_
    TimePoint paidUntil_{}; // guarded by mutex_; further ahead by refill_ with each one
};

} // namespace vitrine::fanout
