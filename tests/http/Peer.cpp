// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "Peer.hpp"

#include <array>
#include <cerrno>
#include <stdexcept>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace vitrine::test {
namespace {

constexpr int kSmallBuffer = 64 * 1024; // so that what was pushed is soon all at the other side

} // namespace

Peer::Peer(std::uint16_t port)
    : socket_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    setsockopt(socket_, SOL_SOCKET, SO_SNDBUF, &kSmallBuffer, sizeof kSmallBuffer);
    setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &kSmallBuffer, sizeof kSmallBuffer);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        close(socket_);
        throw std::runtime_error("cannot connect");
    }
}

Peer::~Peer() {
    close(socket_);
}

std::size_t Peer::push(const std::string& bytes) {
    const auto sent = send(socket_, bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent >= 0)
        return static_cast<std::size_t>(sent);
    over_ = over_ || errno != EAGAIN;
    return 0;
}

void Peer::pull() {
    std::array<char, 16384> piece{};
    for (;;) {
        const auto size = recv(socket_, piece.data(), piece.size(), MSG_DONTWAIT);
        if (size <= 0) {
            over_ = over_ || size == 0 || errno != EAGAIN;
            return;
        }
        heard_.append(piece.data(), static_cast<std::size_t>(size));
    }
}

} // namespace vitrine::test
