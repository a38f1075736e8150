// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "worker/Channel.hpp"

#include <sys/socket.h>
#include <sys/uio.h>

#include <cerrno>
#include <system_error>

namespace vitrine::worker {

std::pair<Channel, Channel> Channel::pair() {
    std::array<int, 2> ends{};
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0)
        throw std::system_error(errno, std::generic_category(), "socketpair");
    return {Channel(Descriptor(ends[0])), Channel(Descriptor(ends[1]))};
}

Channel::Sent Channel::send(std::span<const std::uint8_t> message) const noexcept {
    for (;;) {
        if (::send(socket_.get(), message.data(), message.size(), MSG_DONTWAIT | MSG_NOSIGNAL) >= 0)
            return Sent::Yes;
        if (errno != EINTR)
            return errno == EAGAIN || errno == ENOBUFS ? Sent::NoRoom : Sent::Gone;
    }
}

void Channel::hangUp() const noexcept {
    shutdown(socket_.get(), SHUT_RDWR);
}

Channel::Received Channel::receive() noexcept {
    iovec part{buffer_.data(), buffer_.size()};
    msghdr header{};
    header.msg_iov = &part;
    header.msg_iovlen = 1;
    for (;;) {
        const auto size = recvmsg(socket_.get(), &header, MSG_DONTWAIT);
        if (size > 0 && (header.msg_flags & MSG_TRUNC) != 0)
            return {Got::TooLong, {}};
        if (size > 0)
            return {Got::Message, std::span(buffer_).first(static_cast<std::size_t>(size))};
        if (size == 0)
            return {Got::Gone, {}};
        if (errno != EINTR)
            return {errno == EAGAIN ? Got::Nothing : Got::Gone, {}};
    }
}

} // namespace vitrine::worker
