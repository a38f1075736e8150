// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "metrics/Values.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace vitrine::metrics {

void Histogram::observe(double seconds) noexcept {
    if (std::isnan(seconds))
        return;
    const auto* bound = std::lower_bound(kSecondsBuckets.begin(), kSecondsBuckets.end(), seconds);
    const auto index = static_cast<std::size_t>(std::distance(kSecondsBuckets.begin(), bound));
    counts_[index].fetch_add(1, std::memory_order_relaxed);
    sum_.fetch_add(seconds, std::memory_order_relaxed);
}

Histogram::Snapshot Histogram::snapshot() const noexcept {
    Snapshot taken;
    std::uint64_t total = 0;
    for (std::size_t i = 0; i < counts_.size(); ++i) {
        total += counts_[i].load(std::memory_order_relaxed);
        taken.cumulative[i] = total;
    }
    taken.sum = sum_.load(std::memory_order_relaxed);
    return taken;
}

} // namespace vitrine::metrics
