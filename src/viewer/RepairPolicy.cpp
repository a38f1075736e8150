// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "viewer/RepairPolicy.hpp"

#include <algorithm>

namespace vitrine::viewer {
namespace {

// Where no round trip was measured yet: longer than a LAN's, shorter than a receiver waits.
constexpr GstClockTime kUnknownRoundTrip = 10 * GST_MSECOND;

// A network that lost a packet loses another soon; a report's span is too short to tell.
constexpr GstClockTime kLossyFor = 10 * GST_SECOND;

} // namespace

void RepairPolicy::earn(std::size_t bytes) noexcept {
    bytes_ = std::min(bytes_ + bytes, kMostBytes);
}

bool RepairPolicy::underWay(std::uint64_t own, GstClockTime now) const noexcept {
    const auto& last = last_[own % last_.size()];
    if (last.at == GST_CLOCK_TIME_NONE || last.own != own)
        return false;
    // A receiver that misses it still asks again a round trip after it asked first; a little sooner
    // counts, because clocks and queues are not exact.
    const auto wait = (roundTrip_ > 0 ? roundTrip_ : kUnknownRoundTrip) * 3 / 4;
    return now < last.at + wait;
}

bool RepairPolicy::isLossy(GstClockTime now) const noexcept {
    return lastLoss_ != GST_CLOCK_TIME_NONE && now < lastLoss_ + kLossyFor;
}

unsigned RepairPolicy::copies(std::uint64_t own, std::size_t bytes, GstClockTime now) noexcept {
    if (bytes > bytes_ || underWay(own, now))
        return 0;
    const unsigned count = isLossy(now) && 2 * bytes <= bytes_ ? 2 : 1;
    bytes_ -= count * bytes;
    last_[own % last_.size()] = {own, now};
    return count;
}

} // namespace vitrine::viewer
