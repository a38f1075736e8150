// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace vitrine::rtp {

/// A frame's RTP packets as bytes one after the other, laid out once per camera, so that whoever
/// sends them for many viewers walks through one block of memory.
///
/// Thread: built on one thread, immutable and shared from then on.
class WireFrame {
  public:
    /// Where a packet's parts are.
    struct Packet {
        std::uint32_t begin = 0;
        std::uint16_t size = 0;
        std::uint16_t headerSize = 0; ///< fixed header, sources and extensions
        /// From the packet's begin to the playout delay's header extension, its identifier byte;
        /// 0 when the packet has none.
        std::uint16_t playoutDelayAt = 0;
        /// The same of the capture time's.
        std::uint16_t captureTimeAt = 0;
    };

    /// Makes room for this many bytes.
    void reserve(std::size_t bytes) { bytes_.reserve(bytes); }

    /// Appends `size` bytes for the caller to fill, as the next packet; valid until the next call.
    std::span<std::uint8_t> append(std::size_t size);
    /// Reads the packet last appended, whose header extensions with these identifiers may be
    /// rewritten later. False: it is no RTP packet, and taken back.
    bool finish(std::uint8_t playoutDelay, std::uint8_t captureTime);

    const std::vector<Packet>& packets() const noexcept { return packets_; }
    std::span<const std::uint8_t> header(const Packet& packet) const noexcept {
        return {&bytes_[packet.begin], packet.headerSize};
    }
    std::span<const std::uint8_t> payload(const Packet& packet) const noexcept {
        return std::span(bytes_).subspan(packet.begin + packet.headerSize,
                                         std::size_t{packet.size} - packet.headerSize);
    }
    std::size_t bytes() const noexcept { return bytes_.size(); }

  private:
    std::vector<std::uint8_t> bytes_;
    std::vector<Packet> packets_;
};

} // namespace vitrine::rtp
