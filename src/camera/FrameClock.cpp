// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "camera/FrameClock.hpp"

#include <algorithm>

namespace vitrine::camera {
namespace {

// Two frames never share an RTP timestamp: one tick of the 90 kHz clock, rounded up.
constexpr GstClockTimeDiff kTick = 11112;
// Nothing on a frame's way holds it so long; jitter is far below.
constexpr GstClockTimeDiff kMostDelay = 3 * GST_SECOND;
constexpr GstClockTimeDiff kMostAhead = GST_SECOND;
constexpr GstClockTimeDiff kMostBack = 200 * GST_MSECOND;

} // namespace

GstClockTime FrameClock::place(std::optional<GstClockTimeDiff> claimed, GstClockTime now) {
    const auto arrived = static_cast<GstClockTimeDiff>(now);
    const auto last = static_cast<GstClockTimeDiff>(last_);
    auto time = claimed ? *claimed + correction_ : arrived;
    const bool jumped =
        time > arrived + kMostAhead || time < arrived - kMostDelay || time < last - kMostBack;
    if (claimed && (jumped || time > arrived)) {
        correction_ = arrived - *claimed;
        time = arrived;
    }
    last_ = static_cast<GstClockTime>(std::max(time, last + kTick));
    return last_;
}

} // namespace vitrine::camera
