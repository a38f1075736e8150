// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "viewer/HostAddresses.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace vitrine::viewer {
namespace {

// What containers and virtual machines are plugged into a bridge with; "dummy" gives libvirt's its
// hardware address.
constexpr std::array<std::string_view, 3> kInnerPorts{"veth", "tun", "dummy"};

bool leadsOut(const Network& network, const NetworkLink& bridge) {
    return std::ranges::any_of(network.links, [&](const auto& port) {
        return port.master == bridge.index &&
               std::ranges::find(kInnerPorts, port.kind) == kInnerPorts.end();
    });
}

bool isOffered(const Network& network, unsigned index) {
    const auto link = std::ranges::find(network.links, index, &NetworkLink::index);
    return link != network.links.end() && link->up && !link->loopback &&
           (link->kind != "bridge" || leadsOut(network, *link));
}

} // namespace

std::vector<std::string> hostAddresses(const Network& network) {
    std::vector<std::string> addresses;
    for (const auto& address : network.addresses)
        if (!address.linkLocal && !address.passing && isOffered(network, address.link))
            addresses.push_back(address.text);
    if (addresses.empty())
        addresses.emplace_back("127.0.0.1");
    return addresses;
}

} // namespace vitrine::viewer
