// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "util/Clock.hpp"

#include <mutex>

namespace vitrine::fanout {

/// Decides when the encoder is asked for a key frame: many ask, few are made.
///
/// A request is answered by the next key frame *encoded after it*; at most one forced key frame
/// every kInterval, and never a second while one is on its way. What cannot be asked at once is
/// asked with a later frame, as long as somebody still needs it: nothing here needs a timer.
///
/// Owner: FanOut. Thread: thread-safe. Calls out: never; the answer is the return value.
class KeyframeGovernor {
  public:
    using TimePoint = util::Clock::time_point;
    static constexpr std::chrono::milliseconds kInterval{250};
    /// An encoder that has not answered by then did not hear.
    static constexpr std::chrono::milliseconds kLost{500};

    /// Somebody needs a key frame. True: ask the encoder now.
    [[nodiscard]] bool request(TimePoint now);

    /// A frame was encoded, and afterwards `needed` says whether a viewer still waits for a key
    /// frame. True: ask the encoder now.
    [[nodiscard]] bool onFrame(bool key, bool needed, TimePoint now);

  private:
    bool ask(TimePoint now); // under mutex_

    std::mutex mutex_;
    bool inFlight_ = false;
    TimePoint asked_{};
    TimePoint lastKey_{};
};

} // namespace vitrine::fanout
