// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "worker/Descriptor.hpp"
#include "worker/Message.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <utility>

namespace vitrine::worker {

/// One end of the socket pair on which messages pass, each whole or not at all
/// (SOCK_SEQPACKET, unix(7)). Nothing here ever waits for the other end.
///
/// Descriptors that the other end sends along are refused by the kernel: there is no room for any.
///
/// Owner: the daemon's and the worker's end of a run. Thread: one reads; writing is thread-safe.
class Channel {
  public:
    explicit Channel(Descriptor socket) noexcept
        : socket_(std::move(socket)) {}

    /// Two ends of one; both are closed when another program is executed. Throws
    /// std::system_error.
    static std::pair<Channel, Channel> pair();

    enum class Sent { Yes, NoRoom, Gone };
    /// NoRoom: the other end has not read what was sent before.
    Sent send(std::span<const std::uint8_t> message) const noexcept;

    enum class Got { Message, Nothing, Gone, TooLong };
    struct Received {
        Got what;
        std::span<const std::uint8_t> message; ///< until the next call
    };
    Received receive() noexcept;

    /// Nothing passes any more, in either direction; who waits at either end is woken. What was
    /// sent before can still be read.
    void hangUp() const noexcept;

    int descriptor() const noexcept { return socket_.get(); }

  private:
    Descriptor socket_;
    std::array<std::uint8_t, kMostMessageBytes> buffer_{};
};

} // namespace vitrine::worker
