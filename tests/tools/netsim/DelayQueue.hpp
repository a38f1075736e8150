// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "tools/netsim/Conditions.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace vitrine::netsim {

using Packet = std::vector<std::uint8_t>;

/// Packets under way, given out when they arrive; of those that arrive together the first sent
/// first.
///
/// Owner: a Path. Thread: its owner's.
class DelayQueue {
  public:
    void push(Clock::time_point arrival, Packet packet) {
        packets_.emplace(arrival, std::move(packet));
    }

    /// The next arrival; nothing when nothing is under way.
    std::optional<Clock::time_point> next() const {
        return packets_.empty() ? std::nullopt : std::optional(packets_.begin()->first);
    }

    /// A packet that has arrived by now; nothing when none has.
    std::optional<Packet> pop(Clock::time_point now) {
        if (packets_.empty() || packets_.begin()->first > now)
            return std::nullopt;
        return std::move(packets_.extract(packets_.begin()).mapped());
    }

    std::size_t size() const { return packets_.size(); }

  private:
    std::multimap<Clock::time_point, Packet> packets_; ///< equal keys keep their order
};

} // namespace vitrine::netsim
