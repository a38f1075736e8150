// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "viewer/LifeSigns.hpp"

#include <algorithm>

namespace vitrine::viewer {

void LifeSigns::hear(const rtp::Feedback& feedback, TimePoint now) {
    const std::lock_guard lock(mutex_);
    last_ = now;
    for (const auto& report : feedback.reports)
        fractionLost_ = report.fractionLost / 256.0;
    if (!feedback.regular)
        return;
    // A long interval is forgotten little by little: one outage is not how it reports.
    if (lastRegular_)
        interval_ = std::max(now - *lastRegular_,
                             interval_.value_or(util::Clock::duration::zero()) * 7 / 8);
    lastRegular_ = now;
}

std::optional<LifeSigns::TimePoint> LifeSigns::deadline() const {
    const std::lock_guard lock(mutex_);
    if (!last_)
        return std::nullopt;
    if (!interval_)
        return *last_ + kFirstSilence;
    return *last_ + std::clamp<util::Clock::duration>(3 * *interval_, kSilence, kLongestSilence);
}

std::optional<double> LifeSigns::fractionLost() const {
    const std::lock_guard lock(mutex_);
    return fractionLost_;
}

} // namespace vitrine::viewer
