// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "fanout/PacketHistory.hpp"

#include <algorithm>

namespace vitrine::fanout {

void PacketHistory::add(const camera::EncodedFrame& frame) {
    if (!frame.wire)
        return;
    const std::lock_guard lock(mutex_);
    entries_.push_back({frame.sequence, frame.ready, frame.wire});
    bytes_ += frame.wire->bytes();
    const auto stale = [&](const Entry& oldest) {
        return bytes_ > kMostBytes || oldest.ready + kLongest < frame.ready;
    };
    while (entries_.size() > 1 && stale(entries_.front())) {
        bytes_ -= entries_.front().frame->bytes();
        entries_.pop_front();
    }
}

std::optional<PacketHistory::Found> PacketHistory::find(std::uint64_t sequence) const {
    const std::lock_guard lock(mutex_);
    auto after = std::upper_bound(
        entries_.begin(), entries_.end(), sequence,
        [](std::uint64_t wanted, const Entry& entry) { return wanted < entry.first; });
    if (after == entries_.begin())
        return std::nullopt;
    const auto& entry = *--after;
    const auto place = sequence - entry.first;
    if (place >= entry.frame->packets().size())
        return std::nullopt;
    return Found{entry.frame, &entry.frame->packets()[place]};
}

} // namespace vitrine::fanout
