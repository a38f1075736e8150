// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <stdexcept>
#include <string>

namespace vitrine::test {

/// The service manager's end of sd_notify(3): a datagram socket that keeps what it is sent.
///
/// Owner: whoever plays the service manager. Thread: one.
class NotifySocket {
  public:
    /// Listens at `address`, a path or, with "@" first, an abstract name, as in NOTIFY_SOCKET.
    explicit NotifySocket(const std::string& address)
        : fd_(socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
        sockaddr_un name{};
        name.sun_family = AF_UNIX;
        if (fd_ < 0 || address.size() >= sizeof name.sun_path)
            throw std::runtime_error("no socket for " + address);
        std::memcpy(name.sun_path, address.data(), address.size());
        if (address.front() == '@')
            name.sun_path[0] = '\0';
        const auto length = offsetof(sockaddr_un, sun_path) + address.size();
        if (bind(fd_, reinterpret_cast<const sockaddr*>(&name), static_cast<socklen_t>(length)) !=
            0)
            throw std::runtime_error("cannot listen at " + address + ": " + std::strerror(errno));
    }
    ~NotifySocket() { close(fd_); }
    NotifySocket(const NotifySocket&) = delete;
    NotifySocket& operator=(const NotifySocket&) = delete;

    /// The next message; when none is there waits for one, or gives an empty text.
    std::string next(bool wait = false) const {
        std::array<char, 4096> data{};
        const auto size = recv(fd_, data.data(), data.size(), wait ? 0 : MSG_DONTWAIT);
        return size > 0 ? std::string(data.data(), static_cast<std::size_t>(size)) : std::string{};
    }

  private:
    int fd_;
};

} // namespace vitrine::test
