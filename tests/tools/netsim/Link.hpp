// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "tools/netsim/Conditions.hpp"

#include <cstdint>
#include <optional>
#include <random>

namespace vitrine::netsim {

/// What became of the packets of one direction. Thread: a plain value.
struct LinkCounts {
    std::uint64_t passed = 0;
    std::uint64_t lost = 0;     ///< by chance, or while it was down
    std::uint64_t overflow = 0; ///< found the rate limit's queue full
};

/// Decides one direction's packets: which are lost and when each other one arrives. Knows no
/// sockets and no clock but what it is told; the same seed and packets give the same decisions.
///
/// Owner: a Path. Thread: its owner's.
class Link {
  public:
    explicit Link(std::uint64_t seed)
        : random_(seed) {}

    /// Holds from the next packet on; those under way arrive as decided.
    void setConditions(const Conditions& conditions) { conditions_ = conditions; }
    const Conditions& conditions() const { return conditions_; }

    /// When a packet sent now arrives; nothing when it never does.
    std::optional<Clock::time_point> admit(Clock::time_point now, std::size_t bytes);

    const LinkCounts& counts() const { return counts_; }

  private:
    /// From 0 to just under 1; the library's own distributions differ between libraries.
    double random() { return static_cast<double>(random_() >> 11U) * 0x1p-53; }

    Conditions conditions_;
    std::mt19937_64 random_;
    Clock::time_point busyUntil_{}; ///< when the rate limit has sent all it took
    Clock::time_point latest_{};    ///< the latest arrival so far
    LinkCounts counts_;
};

} // namespace vitrine::netsim
