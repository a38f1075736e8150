// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "util/Clock.hpp"

#include <chrono>
#include <cstdint>
#include <optional>

namespace vitrine::viewer {

/// Tells a viewer that is too slow for its picture from one with a bad moment: it is slow when it
/// has been in trouble for kTell without kCalm of peace, and no more after kCalm.
///
/// Trouble is a frame that was not sent because the last ones had not left, or so many packets lost
/// that hardly a frame arrives whole: over UDP a network that is too slow shows as loss.
///
/// Owner: a Viewer. Thread: one at a time.
class SlowWatch {
  public:
    using TimePoint = util::Clock::time_point;
    static constexpr std::chrono::seconds kTell{2};
    static constexpr std::chrono::seconds kCalm{3};
    static constexpr double kMuchLost = 0.25;

    enum class Change : std::uint8_t { None, Slow, Well, TooLong };

    /// What has become of it, from the frames dropped so far and the fraction of packets lost of
    /// late. TooLong once it has been in trouble for `limit`; never when that is 0.
    Change look(TimePoint now, std::uint64_t dropped, std::optional<double> lost,
                std::chrono::seconds limit);

  private:
    std::uint64_t dropped_ = 0;
    std::optional<TimePoint> since_; // in trouble
    TimePoint last_{};               // trouble
    bool slow_ = false;
};

} // namespace vitrine::viewer
