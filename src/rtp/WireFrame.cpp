// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "rtp/WireFrame.hpp"

#include "rtp/ByteOrder.hpp"

#include <optional>

namespace vitrine::rtp {
namespace {

constexpr std::size_t kFixedHeaderBytes = 12;
constexpr std::uint16_t kOneByteProfile = 0xBEDE; // RFC 8285, section 4.2

// RFC 3550, section 5.1.
std::optional<std::size_t> headerBytes(std::span<const std::uint8_t> packet) {
    if (packet.size() < kFixedHeaderBytes || packet[0] >> 6U != 2)
        return std::nullopt;
    auto bytes = kFixedHeaderBytes + std::size_t{packet[0] & 0x0FU} * 4;
    if ((packet[0] & 0x10U) != 0) {
        if (packet.size() < bytes + 4)
            return std::nullopt;
        bytes += 4 + std::size_t{readU16(&packet[bytes + 2])} * 4;
    }
    return bytes <= packet.size() ? std::optional(bytes) : std::nullopt;
}

// Where a one-byte extension element is, or 0.
std::size_t findExtension(std::span<const std::uint8_t> header, std::uint8_t wanted) {
    if ((header[0] & 0x10U) == 0)
        return 0;
    auto at = kFixedHeaderBytes + std::size_t{header[0] & 0x0FU} * 4;
    if (readU16(&header[at]) != kOneByteProfile)
        return 0;
    for (at += 4; at < header.size();) {
        const auto id = header[at] >> 4U;
        const std::size_t size = id == 0 ? 1 : 2U + (header[at] & 0x0FU);
        if (id == wanted)
            return at + size <= header.size() ? at : 0;
        at += size;
    }
    return 0;
}

} // namespace

std::span<std::uint8_t> WireFrame::append(std::size_t size) {
    const auto begin = bytes_.size();
    bytes_.resize(begin + size);
    packets_.push_back(
        {static_cast<std::uint32_t>(begin), static_cast<std::uint16_t>(size), 0, 0, 0});
    return std::span(bytes_).subspan(begin);
}

bool WireFrame::finish(std::uint8_t playoutDelay, std::uint8_t captureTime) {
    auto& packet = packets_.back();
    const auto bytes = std::span<const std::uint8_t>(bytes_).subspan(packet.begin);
    const auto header = headerBytes(bytes);
    if (!header || bytes.size() > UINT16_MAX) {
        bytes_.resize(packet.begin);
        packets_.pop_back();
        return false;
    }
    packet.headerSize = static_cast<std::uint16_t>(*header);
    const auto place = [&](std::uint8_t id) {
        return static_cast<std::uint16_t>(findExtension(bytes.first(*header), id));
    };
    packet.playoutDelayAt = place(playoutDelay);
    packet.captureTimeAt = place(captureTime);
    return true;
}

} // namespace vitrine::rtp
