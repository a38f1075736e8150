// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "rtp/Feedback.hpp"
#include "util/Clock.hpp"

#include <chrono>
#include <mutex>
#include <optional>

namespace vitrine::viewer {

/// When a viewer was last heard of, by RTCP that its key proves to be its own, and until when that
/// may be all.
///
/// Browsers report every second; who reports more rarely, as RFC 3550 (section 6.2) has it, gets
/// three of its own intervals. Who has never sent RTCP is not judged: ICE asks that one.
///
/// Owner: shared by a viewer and whoever reads its RTCP. Thread: thread-safe. Calls out: never.
class LifeSigns {
  public:
    using TimePoint = util::Clock::time_point;
    static constexpr std::chrono::seconds kSilence{5};
    /// While it is not known how often it reports.
    static constexpr std::chrono::seconds kFirstSilence{10};
    static constexpr std::chrono::seconds kLongestSilence{20};

    void hear(const rtp::Feedback& feedback, TimePoint now);

    /// From when on it counts as dead; nothing before the first RTCP.
    std::optional<TimePoint> deadline() const;
    /// What it last said of packets lost, from 0 to 1.
    std::optional<double> fractionLost() const;

  private:
    mutable std::mutex mutex_;
    std::optional<TimePoint> last_;                 // guarded by mutex_
    std::optional<TimePoint> lastRegular_;          // guarded by mutex_
    std::optional<util::Clock::duration> interval_; // guarded by mutex_; the longest of late
    std::optional<double> fractionLost_;            // guarded by mutex_
};

} // namespace vitrine::viewer
