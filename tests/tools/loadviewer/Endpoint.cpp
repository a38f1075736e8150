// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "tools/loadviewer/Endpoint.hpp"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>

namespace vitrine::loadviewer {

sockaddr_in toSocketAddress(const Endpoint& endpoint) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(endpoint.address);
    address.sin_port = htons(endpoint.port);
    return address;
}

Endpoint fromSocketAddress(const sockaddr_in& address) {
    return {ntohl(address.sin_addr.s_addr), ntohs(address.sin_port)};
}

std::string addressText(const Endpoint& endpoint) {
    const auto address = toSocketAddress(endpoint);
    std::array<char, INET_ADDRSTRLEN> text{};
    inet_ntop(AF_INET, &address.sin_addr, text.data(), text.size());
    return text.data();
}

std::optional<Endpoint> parseEndpoint(const std::string& address, std::uint16_t port) {
    in_addr parsed{};
    if (inet_pton(AF_INET, address.c_str(), &parsed) != 1)
        return std::nullopt;
    return Endpoint{ntohl(parsed.s_addr), port};
}

std::optional<Endpoint> localAddressTowards(const Endpoint& remote) {
    // Connecting a datagram socket sends nothing: it only asks the routing table.
    const int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return std::nullopt;
    const auto there = toSocketAddress(remote);
    sockaddr_in here{};
    socklen_t size = sizeof here;
    const bool known = connect(fd, reinterpret_cast<const sockaddr*>(&there), sizeof there) == 0 &&
                       getsockname(fd, reinterpret_cast<sockaddr*>(&here), &size) == 0;
    close(fd);
    if (!known)
        return std::nullopt;
    return Endpoint{fromSocketAddress(here).address, 0};
}

} // namespace vitrine::loadviewer
