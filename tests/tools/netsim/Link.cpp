// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "tools/netsim/Link.hpp"

#include <algorithm>

namespace vitrine::netsim {

std::optional<Clock::time_point> Link::admit(Clock::time_point now, std::size_t bytes) {
    const auto ticks = [](Milliseconds time) {
        return std::chrono::duration_cast<Clock::duration>(time);
    };
    // Both are drawn for every packet: a change of one leaves the other's luck as it was.
    const double luck = random();
    const double wobble = random();
    if (!conditions_.up || luck * 100 < conditions_.lossPercent) {
        ++counts_.lost;
        return std::nullopt;
    }
    auto sent = now;
    if (conditions_.kilobits > 0) {
        const auto begin = std::max(now, busyUntil_);
        if (begin - now > ticks(conditions_.queue)) {
            ++counts_.overflow;
            return std::nullopt;
        }
        sent = begin + ticks(Milliseconds{static_cast<double>(bytes) * 8 / conditions_.kilobits});
        busyUntil_ = sent;
    }
    auto arrival = sent + ticks(conditions_.delay + conditions_.jitter * wobble);
    if (!conditions_.reorder)
        arrival = std::max(arrival, latest_);
    latest_ = std::max(arrival, latest_);
    ++counts_.passed;
    return arrival;
}

} // namespace vitrine::netsim
