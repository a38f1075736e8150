// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "rtp/ByteOrder.hpp"

#include <cstdint>
#include <numeric>
#include <optional>
#include <span>
#include <vector>

/// RTP packets as bytes, made by hand so that they can be wrong.
namespace vitrine::test {

using Bytes = std::vector<std::uint8_t>;

inline Bytes copyOf(std::span<const std::uint8_t> bytes) {
    return {bytes.begin(), bytes.end()};
}

/// Bytes that differ from one another and from those of another `first`.
inline Bytes counting(std::size_t size, unsigned first = 0) {
    Bytes bytes(size);
    std::iota(bytes.begin(), bytes.end(), static_cast<std::uint8_t>(first));
    return bytes;
}

/// A playout-delay extension element with a value that is seen when it goes astray.
inline Bytes playoutDelay(unsigned id) {
    return {static_cast<std::uint8_t>(id << 4U | 2U), 0xA1, 0xA2, 0xA3};
}

/// A packet (RFC 3550, section 5.1), written field by field.
struct RtpPacket {
    std::uint16_t sequence = 0;
    std::uint32_t ssrc = 0x01020304;
    std::uint32_t timestamp = 0x0A0B0C0D;
    std::uint8_t payloadType = 96;
    bool marker = false;
    std::vector<std::uint32_t> sources;
    /// A whole number of words; none without a value.
    std::optional<Bytes> extension;
    std::uint16_t profile = 0xBEDE;
    Bytes payload;

    std::size_t headerBytes() const {
        return 12 + 4 * sources.size() + (extension ? 4 + extension->size() : 0);
    }
    Bytes bytes() const {
        Bytes packet(headerBytes());
        packet[0] =
            static_cast<std::uint8_t>(0x80U | (extension ? 0x10U : 0U) | (sources.size() & 0xFU));
        packet[1] = static_cast<std::uint8_t>((marker ? 0x80U : 0U) | payloadType);
        rtp::writeU16(&packet[2], sequence);
        rtp::writeU32(&packet[4], timestamp);
        rtp::writeU32(&packet[8], ssrc);
        auto* at = packet.data() + 12;
        for (const auto source : sources) {
            rtp::writeU32(at, source);
            at += 4;
        }
        if (extension) {
            rtp::writeU16(at, profile);
            rtp::writeU16(at + 2, static_cast<std::uint16_t>(extension->size() / 4));
            std::copy(extension->begin(), extension->end(), at + 4);
        }
        packet.insert(packet.end(), payload.begin(), payload.end());
        return packet;
    }
};

} // namespace vitrine::test
