// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "camera/CameraHouse.hpp"
#include "support/WireFrames.hpp"
#include "support/catch.hpp"

#include "recording/RecordedFrame.hpp"

#include <vector>

namespace vitrine::test {

/// So many frames of a real camera, 240 high at 30 a second, from a key frame on; without their
/// GstBuffers, so that they may be kept when GStreamer has ended.
inline std::vector<camera::EncodedFrame> realFrames(std::size_t count, unsigned width = 320) {
    auto small = settings("test:");
    small.width = width;
    small.keyframeInterval = std::chrono::seconds{1};
    House house(small);
    house.camera.start();
    REQUIRE(house.hasFrames(count));
    house.camera.stop();
    auto frames = house.sink->frames();
    REQUIRE(frames.front().key);
    frames.resize(count);
    for (auto& frame : frames)
        frame.packets = {};
    return frames;
}

/// The frame with other sequence numbers, from this one on.
inline std::shared_ptr<const rtp::WireFrame> renumbered(const rtp::WireFrame& frame,
                                                        std::uint16_t first) {
    std::vector<Bytes> packets;
    for (const auto& packet : frame.packets()) {
        packets.push_back(copyOf({frame.header(packet).data(), packet.size}));
        rtp::writeU16(&packets.back()[2], first++);
    }
    return wireFrame(packets);
}

inline recording::RecordedFrame recorded(const camera::EncodedFrame& frame) {
    return {frame.wire, std::chrono::nanoseconds(frame.captured), std::chrono::system_clock::now(),
            frame.key};
}

} // namespace vitrine::test
