// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "tools/netsim/Firewall.hpp"

#include <algorithm>

namespace vitrine::netsim {

namespace {

constexpr std::uint8_t kUdp = 17;
constexpr std::size_t kProtocolAt = 9;
constexpr std::size_t kAddressesAt = 12;
constexpr std::size_t kAddressBytes = 4;
constexpr std::size_t kPortBytes = 2;
/// Far more than a test has, and a bound.
constexpr std::size_t kMostFlows = 10'000;

} // namespace

bool Firewall::passes(std::span<const std::uint8_t> packet, Udp rule) {
    const std::size_t header = packet.empty() ? 0 : (packet[0] & 0x0fU) * std::size_t{4};
    if (header < kAddressesAt + 2 * kAddressBytes || packet.size() < header + 2 * kPortBytes ||
        packet[kProtocolAt] != kUdp)
        return true;
    if (rule == Udp::None)
        return false;
    Flow flow{};
    Flow reply{};
    const auto put = [](Flow& into, std::span<const std::uint8_t> from, std::size_t at) {
        std::copy(from.begin(), from.end(), into.begin() + static_cast<std::ptrdiff_t>(at));
    };
    const auto addresses = packet.subspan(kAddressesAt, 2 * kAddressBytes);
    const auto ports = packet.subspan(header, 2 * kPortBytes);
    put(flow, addresses, 0);
    put(flow, ports, 2 * kAddressBytes);
    put(reply, addresses.last(kAddressBytes), 0);
    put(reply, addresses.first(kAddressBytes), kAddressBytes);
    put(reply, ports.last(kPortBytes), 2 * kAddressBytes);
    put(reply, ports.first(kPortBytes), 2 * kAddressBytes + kPortBytes);
    if (rule == Udp::Replies && !seen_.contains(reply))
        return false;
    if (seen_.size() < kMostFlows)
        seen_.insert(flow);
    return true;
}

} // namespace vitrine::netsim
