// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "viewer/MediaPath.hpp"

#include <sys/socket.h>

#include <memory>

namespace vitrine::viewer {

/// Straight through a UDP socket: a frame leaves in one system call, sendmmsg(2), and packets of
/// equal size in it as one message that the kernel, or the network card, cuts up (UDP_SEGMENT, see
/// udp(7)); message by message where the kernel or the device cannot do that.
///
/// Owner: an ExpressSender. Thread: one at a time.
class UdpPath : public MediaPath {
  public:
    /// Keeps a descriptor of its own for the socket: whatever becomes of the one given, nothing can
    /// go to a stranger who was given its number. Throws std::system_error.
    UdpPath(int socket, const sockaddr_storage& peer, socklen_t peerBytes);
    ~UdpPath() override;
    UdpPath(const UdpPath&) = delete;
    UdpPath& operator=(const UdpPath&) = delete;

    Outcome send(const rtp::DatagramBatch& batch, std::size_t from) override;
    int descriptor() const noexcept override { return socket_; }

    /// Whether messages are still handed over uncut.
    bool segments() const noexcept { return segments_; }

  private:
    struct Message;

    /// Sends the datagrams from `from` on, as many as one system call takes; what it gives is the
    /// number of datagrams that went out, or a negative errno when none did.
    int sendSome(const rtp::DatagramBatch& batch, std::size_t from);

    int socket_;
    sockaddr_storage peer_;
    socklen_t peerBytes_;
    bool segments_ = true;
};

} // namespace vitrine::viewer
