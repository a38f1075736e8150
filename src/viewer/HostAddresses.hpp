// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// Which of this machine's addresses are worth offering to viewers. Thread: pure.
namespace vitrine::viewer {

/// A network interface, as the kernel describes it.
struct NetworkLink {
    unsigned index = 0;
    /// "bridge", "veth", "vlan", …; empty for hardware.
    std::string kind;
    /// The index of the bridge it is a port of; 0: none.
    unsigned master = 0;
    bool up = false;
    bool loopback = false;
};

/// An address of one of them.
struct NetworkAddress {
    unsigned link = 0;
    std::string text;
    /// Means something on its own link only (RFC 4291, section 2.5.6).
    bool linkLocal = false;
    /// Given up soon (RFC 8981, RFC 4862), or not yet checked for being the only one.
    bool passing = false;
};

struct Network {
    std::vector<NetworkLink> links;
    std::vector<NetworkAddress> addresses;
};

/// The addresses that viewers elsewhere may reach: those of every interface that is up, but not of
/// a bridge that joins only this machine's own containers and virtual machines: Docker makes one a
/// project, and each would cost every viewer sockets and checks that lead nowhere. Loopback alone
/// where nothing else is left: whoever sits at this machine then still has a picture.
std::vector<std::string> hostAddresses(const Network& network);

} // namespace vitrine::viewer
