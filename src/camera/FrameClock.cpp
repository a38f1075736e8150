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
// How long a source is watched before it is said to have been put back too far.
constexpr GstClockTimeDiff kWatch = 2 * GST_SECOND;
// What a frame gives back at most: a player hardly notices such a change of pace.
constexpr GstClockTimeDiff kStep = 2 * GST_MSECOND;

} // namespace

GstClockTime FrameClock::place(std::optional<GstClockTimeDiff> claimed, GstClockTime now) {
    const auto arrived = static_cast<GstClockTimeDiff>(now);
    const auto last = static_cast<GstClockTimeDiff>(last_);
    auto time = claimed ? *claimed + correction_ : arrived;
    const bool jumped =
        time > arrived + kMostAhead || time < arrived - kMostDelay || time < last - kMostBack;
    if (claimed && (jumped || time > arrived)) {
        ahead_ = jumped ? 0 : ahead_ + time - arrived;
        correction_ = arrived - *claimed;
        time = arrived;
        surplus_ = 0;
        youngest_ = kNone;
    } else if (claimed && ahead_ > 0) {
        time = giveBack(time, arrived);
    }
    last_ = static_cast<GstClockTime>(std::max(time, last + kTick));
    return last_;
}

GstClockTimeDiff FrameClock::giveBack(GstClockTimeDiff time, GstClockTimeDiff arrived) {
    if (surplus_ == 0) {
        observe(arrived - time, arrived);
        return time;
    }
    const auto step = std::min({kStep, surplus_, arrived - time});
    correction_ += step;
    ahead_ -= step;
    surplus_ -= step;
    return time + step;
}

void FrameClock::observe(GstClockTimeDiff age, GstClockTimeDiff arrived) {
    if (youngest_ == kNone)
        since_ = arrived;
    youngest_ = std::min(youngest_, age);
    if (arrived - since_ < kWatch)
        return;
    if (youngest_ > kStep)
        surplus_ = std::min(youngest_, ahead_);
    youngest_ = kNone;
}

} // namespace vitrine::camera
