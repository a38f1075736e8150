// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "camera/LoopClock.hpp"

namespace vitrine::camera {

std::optional<GstClockTime> LoopClock::place(std::optional<GstClockTimeDiff> time,
                                             GstClockTime duration) {
    GstClockTime placed = end_;
    if (time) {
        // A film whose first frames have no time: those with one count from where they were.
        if (!first_)
            first_ = *time - static_cast<GstClockTimeDiff>(end_ - begin_);
        const auto since = *time - *first_;
        if (since < 0)
            return {};
        placed = begin_ + static_cast<GstClockTime>(since);
    }
    if (GST_CLOCK_TIME_IS_VALID(duration) && duration > 0)
        usual_ = duration;
    else if (!empty_ && time && placed > latest_)
        usual_ = placed - latest_;
    if (empty_ || placed >= latest_) {
        latest_ = placed;
        end_ = placed + usual_;
    }
    empty_ = false;
    return placed;
}

bool LoopClock::again() noexcept {
    const bool played = !empty_;
    begin_ = end_;
    latest_ = end_;
    first_.reset();
    empty_ = true;
    return played;
}

} // namespace vitrine::camera
