// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "tools/netsim/Conditions.hpp"

#include <array>
#include <cstdint>
#include <set>
#include <span>

namespace vitrine::netsim {

/// What a firewall does that knows UDP from all else, and remembers who has sent what to whom.
///
/// Owner: a Relay. Thread: one at a time.
class Firewall {
  public:
    /// Whether an IPv4 packet may go this way, whose UDP the rule governs; one that goes is
    /// remembered.
    bool passes(std::span<const std::uint8_t> packet, Udp rule);

  private:
    /// Both addresses and both ports, the sender's first.
    using Flow = std::array<std::uint8_t, 12>;

    std::set<Flow> seen_;
};

} // namespace vitrine::netsim
