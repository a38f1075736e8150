// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "camera/EncodedFrame.hpp"
#include "camera/RtpStream.hpp"
#include "support/RtpBytes.hpp"

#include <algorithm>

/// Frames that have their wire form only, for tests of what writes to the wire.
namespace vitrine::test {

inline std::shared_ptr<rtp::WireFrame> wireFrame(const std::vector<Bytes>& packets) {
    auto wire = std::make_shared<rtp::WireFrame>();
    for (const auto& packet : packets) {
        const auto room = wire->append(packet.size());
        std::copy(packet.begin(), packet.end(), room.begin());
        wire->finish(camera::kPlayoutDelayId, camera::kCaptureTimeId);
    }
    return wire;
}

/// A frame as a camera makes it, whose packets begin at `sequence`: each has the playout-delay
/// extension and a payload of its own, which begins with its full sequence number.
inline camera::EncodedFrame wireOnlyFrame(std::uint64_t sequence, unsigned packets,
                                          std::size_t payloadBytes = 100) {
    std::vector<Bytes> all;
    for (unsigned i = 0; i < packets; ++i) {
        RtpPacket packet;
        packet.sequence = static_cast<std::uint16_t>(sequence + i);
        packet.marker = i + 1 == packets;
        packet.extension = playoutDelay(camera::kPlayoutDelayId);
        packet.payload = counting(std::max<std::size_t>(payloadBytes, 8), i);
        rtp::writeU64(packet.payload.data(), sequence + i);
        all.push_back(packet.bytes());
    }
    camera::EncodedFrame frame;
    frame.wire = wireFrame(all);
    frame.sequence = sequence;
    frame.bytes = frame.wire->bytes();
    frame.time = 0;
    frame.captured = 0;
    frame.ready = 0;
    return frame;
}

/// The camera's full sequence number, from a payload of wireOnlyFrame().
inline std::uint64_t sequenceIn(std::span<const std::uint8_t> payload) {
    return std::uint64_t{rtp::readU32(payload.data())} << 32U | rtp::readU32(payload.data() + 4);
}

} // namespace vitrine::test
