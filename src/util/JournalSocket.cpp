// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "util/JournalSocket.hpp"

#include <cerrno>
#include <cstring>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace vitrine::util::log {

JournalSocket::JournalSocket(const char* path)
    : path_(path)
    , socket_(socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {}

JournalSocket::~JournalSocket() {
    if (socket_ >= 0)
        close(socket_);
}

JournalSocket::Sent JournalSocket::send(const std::vector<std::string>& fields) const {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path_.size() >= sizeof address.sun_path)
        return Sent::No;
    std::memcpy(address.sun_path, path_.c_str(), path_.size() + 1);
    std::string entry;
    for (const auto& field : fields)
        entry.append(field).append("\n");
    // Not connected: the journal may come back as another socket of that name.
    if (sendto(socket_, entry.data(), entry.size(), MSG_DONTWAIT | MSG_NOSIGNAL,
               reinterpret_cast<const sockaddr*>(&address), sizeof address) >= 0)
        return Sent::Yes;
    return errno == EAGAIN || errno == ENOBUFS ? Sent::Full : Sent::No;
}

} // namespace vitrine::util::log
