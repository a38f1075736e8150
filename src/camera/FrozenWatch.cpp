// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "camera/FrozenWatch.hpp"

#include <algorithm>
#include <utility>

namespace vitrine::camera {

bool FrozenWatch::Same::lasts(bool same, GstClockTime now) {
    if (!same)
        since.reset();
    else if (!since)
        since = now;
    return since && now - *since >= kLongest;
}

std::optional<std::string_view>
FrozenWatch::see(GstClockTime time, std::span<const std::uint8_t> coded, GstClockTime now) {
    const bool timed = GST_CLOCK_TIME_IS_VALID(time);
    const auto before = std::exchange(time_, time);
    const bool stands = timed && before == time;
    // A driver that never told the time has not stopped to.
    moved_ = moved_ || (timed && GST_CLOCK_TIME_IS_VALID(before) && !stands);
    const bool sameCode =
        !coded.empty() && std::equal(coded.begin(), coded.end(), coded_.begin(), coded_.end());
    if (!sameCode)
        coded_.assign(coded.begin(), coded.end());
    if (sameTime_.lasts(stands && moved_, now))
        return "the source has frozen: it sends pictures, and its clock stands still";
    if (sameCode_.lasts(sameCode, now))
        return "the source has frozen: it sends one and the same picture again and again";
    return {};
}

} // namespace vitrine::camera
