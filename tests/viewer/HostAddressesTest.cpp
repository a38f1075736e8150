// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "viewer/HostAddresses.hpp"
#include "viewer/NetworkReader.hpp"

#include <algorithm>

using namespace vitrine::viewer;

namespace {

using Addresses = std::vector<std::string>;

constexpr unsigned kLoopback = 1;
constexpr unsigned kEthernet = 2;
constexpr unsigned kBridge = 3;
constexpr unsigned kPort = 4;

// A machine with one cable, a bridge, and a port of the bridge.
Network machine(const std::string& portKind) {
    return {{{kLoopback, "", 0, true, true},
             {kEthernet, "", 0, true, false},
             {kBridge, "bridge", 0, true, false},
             {kPort, portKind, kBridge, true, false}},
            {{kLoopback, "127.0.0.1"}, {kEthernet, "192.0.2.1"}, {kBridge, "172.17.0.1"}}};
}

} // namespace

TEST_CASE("a bridge of containers or virtual machines is not offered, one that leads out is") {
    for (const std::string inner : {"veth", "tun", "dummy"})
        CHECK(hostAddresses(machine(inner)) == Addresses{"192.0.2.1"});
    for (const std::string outer : {"", "vlan", "bond"})
        CHECK(hostAddresses(machine(outer)) == Addresses{"192.0.2.1", "172.17.0.1"});
}

TEST_CASE("a bridge nobody is plugged into is not offered") {
    auto network = machine("veth");
    network.links.pop_back();
    CHECK(hostAddresses(network) == Addresses{"192.0.2.1"});
}

TEST_CASE("a container's own end of a pair is a network card to it") {
    auto network = machine("veth");
    network.links[1].kind = "veth";
    CHECK(hostAddresses(network) == Addresses{"192.0.2.1"});
}

TEST_CASE("what is down, only this link's or about to go is not offered") {
    auto network = machine("veth");
    network.addresses = {{kEthernet, "fe80::1", true, false},
                         {kEthernet, "2001:db8::7", false, true},
                         {kEthernet, "2001:db8::1"}};
    CHECK(hostAddresses(network) == Addresses{"2001:db8::1"});
    network.links[1].up = false;
    CHECK(hostAddresses(network) == Addresses{"127.0.0.1"});
}

TEST_CASE("the kernel's own list has loopback") {
    const auto network = readNetwork();
    const auto loopback = std::ranges::find_if(network.links, &NetworkLink::loopback);
    REQUIRE(loopback != network.links.end());
    CHECK(loopback->kind.empty());
    if (loopback->up)
        CHECK(std::ranges::any_of(network.addresses, [&](const auto& address) {
            return address.link == loopback->index && address.text == "127.0.0.1";
        }));
}
