// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "tools/loadviewer/Endpoint.hpp"
#include "tools/loadviewer/FileDescriptor.hpp"

#include <sys/socket.h>

#include <array>
#include <vector>

namespace vitrine::loadviewer {

/// Room for one recvmmsg(2), used again and again by every socket of a shard.
///
/// Owner: the Shard. Thread: its shard's.
class PacketBatch {
  public:
    static constexpr std::size_t kPackets = 64;

    struct Packet {
        Endpoint from;
        std::span<std::uint8_t> bytes; ///< valid, and writable, until the next receive()
        Clock::time_point arrival;     ///< when the kernel had it, not when we looked
    };

    PacketBatch();

    /// Takes what waits on the socket; how many packets it was, 0 when none waits.
    std::size_t receive(int fd);
    Packet packet(std::size_t index);

  private:
    static constexpr std::size_t kBytes = 2048;

    struct Slot {
        alignas(cmsghdr) std::array<char, 64> control;
        sockaddr_in from;
        iovec vector;
    };

    std::vector<std::uint8_t> bytes_;
    std::array<Slot, kPackets> slots_{};
    std::array<mmsghdr, kPackets> headers_{};
    /// Steady time minus wall time at the last receive(): the kernel stamps with the latter.
    Clock::duration offset_{};
};

/// One non-blocking UDP socket on every IPv4 address, with the kernel's time stamps.
///
/// Owner: the Viewer. Thread: its shard's.
class UdpSocket {
  public:
    /// Throws std::system_error when the system refuses, for instance for want of descriptors.
    UdpSocket();

    int fd() const { return fd_.get(); }
    std::uint16_t port() const { return port_; }
    /// Sends one datagram; what the kernel does not take at once is lost, as on a network.
    void send(const Endpoint& to, Bytes packet);

  private:
    FileDescriptor fd_;
    std::uint16_t port_ = 0;
};

} // namespace vitrine::loadviewer
