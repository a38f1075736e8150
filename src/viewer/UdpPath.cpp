// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "viewer/UdpPath.hpp"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>

namespace vitrine::viewer {
namespace {

constexpr int kSendBufferBytes = 4 << 20;
constexpr std::size_t kMostMessages = 32;
constexpr std::size_t kMostSegments = 64;        // UDP_MAX_SEGMENTS of older kernels
constexpr std::size_t kMostMessageBytes = 65000; // below an IPv4 packet's end, headers included

// What the kernel says when the device below does not cut messages up, or a segment does not fit.
bool cannotSegment(int error) noexcept {
    return error == EIO || error == EINVAL || error == EMSGSIZE || error == EOPNOTSUPP ||
           error == ENOPROTOOPT;
}

/// Datagrams that go out as one message: all of the size of the first but the last, which may be
/// smaller.
struct Run {
    std::size_t count = 0;
    std::size_t bytes = 0;
};

Run runFrom(std::span<const rtp::DatagramBatch::Datagram> datagrams, bool segments) noexcept {
    Run run{1, datagrams[0].size};
    if (!segments)
        return run;
    for (const auto& next : datagrams.subspan(1)) {
        if (run.count == kMostSegments || run.bytes + next.size > kMostMessageBytes ||
            next.size > datagrams[0].size)
            break;
        ++run.count;
        run.bytes += next.size;
        if (next.size < datagrams[0].size)
            break;
    }
    return run;
}

} // namespace

/// One entry of sendmmsg(2) with all it points to; nothing before fill(): most frames need one of
/// the many there may be.
struct UdpPath::Message {
    iovec bytes;
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(std::uint16_t))> control;
    std::size_t datagrams;

    void fill(const rtp::DatagramBatch& batch, std::size_t from, const Run& run,
              sockaddr_storage& peer, socklen_t peerBytes, msghdr& header) {
        const auto first = batch.bytes(batch.datagrams()[from]);
        // Datagrams lie one behind the other. sendmmsg() only reads.
        bytes = {const_cast<std::uint8_t*>(first.data()), run.bytes};
        datagrams = run.count;
        header = {&peer, peerBytes, &bytes, 1, nullptr, 0, 0};
        if (run.count == 1)
            return;
        control = {};
        header.msg_control = control.data();
        header.msg_controllen = control.size();
        auto* segment = CMSG_FIRSTHDR(&header);
        segment->cmsg_level = SOL_UDP;
        segment->cmsg_type = UDP_SEGMENT;
        segment->cmsg_len = CMSG_LEN(sizeof(std::uint16_t));
        const auto size = static_cast<std::uint16_t>(first.size());
        std::memcpy(CMSG_DATA(segment), &size, sizeof(size));
    }
};

UdpPath::UdpPath(int socket, const sockaddr_storage& peer, socklen_t peerBytes)
    : socket_(fcntl(socket, F_DUPFD_CLOEXEC, 3))
    , peer_(peer)
    , peerBytes_(peerBytes) {
    if (socket_ < 0)
        throw std::system_error(errno, std::generic_category(), "cannot duplicate a UDP socket");
    // A large key frame leaves in one go where net.core.wmem_max allows it.
    setsockopt(socket_, SOL_SOCKET, SO_SNDBUF, &kSendBufferBytes, sizeof(kSendBufferBytes));
}

UdpPath::~UdpPath() {
    ::close(socket_);
}

int UdpPath::sendSome(const rtp::DatagramBatch& batch, std::size_t from) {
    std::array<mmsghdr, kMostMessages> headers; // as Message
    std::array<Message, kMostMessages> messages;
    unsigned count = 0;
    const auto all = batch.datagrams();
    for (auto at = from; at < all.size() && count < kMostMessages; ++count) {
        const auto run = runFrom(all.subspan(at), segments_);
        messages[count].fill(batch, at, run, peer_, peerBytes_, headers[count].msg_hdr);
        at += run.count;
    }
    const int gone = sendmmsg(socket_, headers.data(), count, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (gone < 0)
        return -errno;
    int datagrams = 0;
    for (int i = 0; i < gone; ++i)
        datagrams += static_cast<int>(messages[static_cast<std::size_t>(i)].datagrams);
    return datagrams;
}

MediaPath::Outcome UdpPath::send(const rtp::DatagramBatch& batch, std::size_t from) {
    Outcome outcome{from, End::Complete};
    while (outcome.sent < batch.datagrams().size()) {
        const int result = sendSome(batch, outcome.sent);
        if (result > 0) {
            outcome.sent += static_cast<std::size_t>(result);
        } else if (result == -EINTR) {
            continue;
        } else if (segments_ && cannotSegment(-result)) {
            segments_ = false;
        } else {
            const bool full = result == -EAGAIN || result == -EWOULDBLOCK;
            outcome.end = full ? End::WouldBlock : End::Broken;
            return outcome;
        }
    }
    return outcome;
}

} // namespace vitrine::viewer
