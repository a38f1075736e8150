// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "tools/loadviewer/UdpSocket.hpp"

#include <cerrno>
#include <cstring>
#include <system_error>

namespace vitrine::loadviewer {

namespace {

/// A large key frame must fit while we wait for the next look; the kernel caps it to its own limit.
constexpr int kReceiveBuffer = 1024 * 1024;

std::system_error failure(const char* what) {
    return {errno, std::generic_category(), what};
}

/// The kernel's wall-clock stamp of a message, or nothing where it gave none.
std::optional<std::chrono::nanoseconds> stampOf(msghdr& message) {
    for (auto* part = CMSG_FIRSTHDR(&message); part; part = CMSG_NXTHDR(&message, part)) {
        if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_TIMESTAMPNS)
            continue;
        timespec time{};
        std::memcpy(&time, CMSG_DATA(part), sizeof time);
        return std::chrono::seconds{time.tv_sec} + std::chrono::nanoseconds{time.tv_nsec};
    }
    return std::nullopt;
}

} // namespace

PacketBatch::PacketBatch()
    : bytes_(kPackets * kBytes) {
    for (std::size_t i = 0; i < kPackets; ++i) {
        auto& slot = slots_[i];
        slot.vector = {bytes_.data() + i * kBytes, kBytes};
        auto& message = headers_[i].msg_hdr;
        message.msg_name = &slot.from;
        message.msg_iov = &slot.vector;
        message.msg_iovlen = 1;
        message.msg_control = slot.control.data();
        message.msg_namelen = sizeof slot.from;
        message.msg_controllen = slot.control.size();
    }
}

std::size_t PacketBatch::receive(int fd) {
    const int count = recvmmsg(fd, headers_.data(), kPackets, MSG_DONTWAIT, nullptr);
    if (count <= 0)
        return 0;
    offset_ = std::chrono::duration_cast<Clock::duration>(
        Clock::now().time_since_epoch() - std::chrono::system_clock::now().time_since_epoch());
    return static_cast<std::size_t>(count);
}

PacketBatch::Packet PacketBatch::packet(std::size_t index) {
    auto& header = headers_[index];
    const auto stamp = stampOf(header.msg_hdr);
    Packet packet{fromSocketAddress(slots_[index].from),
                  {bytes_.data() + index * kBytes, header.msg_len},
                  stamp ? Clock::time_point{*stamp + offset_} : Clock::now()};
    // recvmmsg wrote the sizes it used over the sizes it may use.
    header.msg_hdr.msg_namelen = sizeof slots_[index].from;
    header.msg_hdr.msg_controllen = slots_[index].control.size();
    return packet;
}

UdpSocket::UdpSocket()
    : fd_(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)) {
    if (!fd_)
        throw failure("opening a UDP socket");
    const int on = 1;
    setsockopt(fd(), SOL_SOCKET, SO_RCVBUF, &kReceiveBuffer, sizeof kReceiveBuffer);
    setsockopt(fd(), SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on);
    auto address = toSocketAddress({INADDR_ANY, 0});
    socklen_t size = sizeof address;
    if (bind(fd(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
        getsockname(fd(), reinterpret_cast<sockaddr*>(&address), &size) != 0)
        throw failure("binding a UDP socket");
    port_ = fromSocketAddress(address).port;
}

void UdpSocket::send(const Endpoint& to, Bytes packet) {
    const auto address = toSocketAddress(to);
    (void)sendto(fd(), packet.data(), packet.size(), 0, reinterpret_cast<const sockaddr*>(&address),
                 sizeof address);
}

} // namespace vitrine::loadviewer
