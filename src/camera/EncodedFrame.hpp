// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gst/Ref.hpp"
#include "rtp/WireFrame.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>

namespace vitrine::camera {

/// One access unit, encoded and payloaded once, shared by reference with every viewer.
///
/// Thread: immutable; copies share the packets.
struct EncodedFrame {
    /// The RTP packets in sending order; the last one has the marker bit. Their PTS is `time`.
    gst::Ref<GstBufferList> packets;
    /// The same packets as bytes, for senders that write to the wire themselves.
    std::shared_ptr<const rtp::WireFrame> wire;
    /// The first packet's sequence number, counted on beyond 2^16 for as long as the camera lives.
    std::uint64_t sequence = 0;
    std::uint32_t rtpTimestamp = 0;
    /// The time of the frame in the stream, in house time (ns): its capture, as far as the source
    /// itself says, or else its arrival.
    GstClockTime time = GST_CLOCK_TIME_NONE;
    /// When it was captured, in house time (ns): `time`, or earlier where sender reports tell.
    GstClockTime captured = GST_CLOCK_TIME_NONE;
    /// When its last packet was there, in house time (ns).
    GstClockTime ready = GST_CLOCK_TIME_NONE;
    /// Whether a decoder can start here (an IDR with its SPS and PPS).
    bool key = false;
    /// Whether the stream's maker gives a key frame on request.
    bool keyOnRequest = false;
    /// Whether it is not the camera's, but stands in for one that gives nothing.
    bool standIn = false;
    /// RTP bytes in all packets, headers included.
    std::size_t bytes = 0;
};

} // namespace vitrine::camera
