// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace vitrine::signalling {

/// Follows the frames of one direction of a WebSocket (RFC 6455, section 5.2), in pieces of any
/// size, and keeps none of them.
///
/// It does not judge: where bytes break the framing, what it says of those after them means
/// nothing.
///
/// Owner: BoundedSocket's streams. Thread: any one at a time.
class FrameMeter {
  public:
    void see(std::string_view bytes) noexcept;

    /// Bytes of payload of the longest message so far, or of a control frame if that was longer.
    /// Counts what a frame's header announces, before the payload comes. A control frame longer
    /// than one may be is longer than any bound.
    std::uint64_t longest() const noexcept { return longest_; }
    /// Messages of which the last frame has begun.
    std::uint64_t messages() const noexcept { return messages_; }
    std::uint64_t pings() const noexcept { return pings_; }
    std::uint64_t pongs() const noexcept { return pongs_; }

  private:
    std::size_t headerBytes() const noexcept;
    void begin() noexcept;

    std::array<std::uint8_t, 10> header_{}; // without the masking key, which is skipped
    std::size_t seen_ = 0;                  // of the header
    std::uint64_t rest_ = 0;                // of the frame, after its header
    std::uint64_t message_ = 0;             // payload of the message's frames so far
    std::uint64_t longest_ = 0;
    std::uint64_t messages_ = 0;
    std::uint64_t pings_ = 0;
    std::uint64_t pongs_ = 0;
};

} // namespace vitrine::signalling
