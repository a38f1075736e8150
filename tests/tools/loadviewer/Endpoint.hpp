// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <netinet/in.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace vitrine::loadviewer {

using Clock = std::chrono::steady_clock;
using Bytes = std::span<const std::uint8_t>;

/// An IPv4 address and UDP port, both in host order. Thread: a plain value.
struct Endpoint {
    std::uint32_t address = 0;
    std::uint16_t port = 0;
    bool operator==(const Endpoint&) const = default;
};

sockaddr_in toSocketAddress(const Endpoint& endpoint);
Endpoint fromSocketAddress(const sockaddr_in& address);

/// "192.0.2.7", without the port.
std::string addressText(const Endpoint& endpoint);

/// The endpoint of a numeric IPv4 address; nothing for anything else (IPv6, a .local name).
std::optional<Endpoint> parseEndpoint(const std::string& address, std::uint16_t port);

/// The local address from which packets to `remote` leave, by the kernel's routes; port 0.
std::optional<Endpoint> localAddressTowards(const Endpoint& remote);

} // namespace vitrine::loadviewer
