// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "config/Config.hpp"
#include "util/Result.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

/// What the daemon and a camera's own process say to each other: one message a datagram of a
/// SOCK_SEQPACKET pair. Thread: plain values and pure functions.
namespace vitrine::worker {

/// No message is longer.
inline constexpr std::size_t kMostMessageBytes = 16384;
/// No text is longer, but a source's and the debug log's thresholds.
inline constexpr std::size_t kMostTextBytes = 512;
inline constexpr std::size_t kMostSourceBytes = 8192;
inline constexpr std::size_t kMostThresholdsBytes = 8192;

/// How many frames may be with the daemon at a time: what its fan-out keeps for who joins (600),
/// and what is on its way to slow viewers.
inline constexpr std::uint16_t kSlots = 1024;
/// The RTP payloads of a frame, and how long one is (camera::Payloader's packets are 1200 bytes
/// with their headers).
inline constexpr std::uint16_t kMostPackets = 8192;
inline constexpr std::uint16_t kMostPayloadBytes = 1200;
inline constexpr std::uint32_t kMostFrameBytes = 6U << 20U;
/// No camera is further away than that.
inline constexpr std::chrono::nanoseconds kMostBefore = std::chrono::minutes{1};

/// What says when the frames were captured; as camera::CaptureTime.
enum class TimeSource : std::uint8_t { Source, SenderReport, Arrival };

// From the worker.

/// What the frames that follow are, until the next Format. The first comes before the first frame.
struct Format {
    std::uint16_t number = 0; ///< Frame::format refers to it
    /// profile_idc, the constraints and level_idc (RFC 6184, section 8.1).
    std::uint32_t profileLevelId = 0;
    std::uint16_t width = 0;
    std::uint16_t height = 0;
    TimeSource timeSource = TimeSource::Arrival;
    std::string encoder; ///< the element; empty when the stream passes through as it comes
    bool operator==(const Format&) const = default;
};

/// One access unit is in the shared memory. At `offset` stand the sizes of its RTP payloads
/// (RFC 6184) in 16 bits each, then the payloads. The slot is the daemon's until it is released.
struct Frame {
    std::uint16_t slot = 0;
    std::uint16_t format = 0;
    std::uint16_t packets = 0;
    std::uint32_t offset = 0;
    std::uint32_t bytes = 0; ///< sizes and payloads
    std::uint64_t time = 0;  ///< of the frame in the stream: CLOCK_MONOTONIC, nanoseconds
    std::chrono::nanoseconds before{0}; ///< how long before `time` it was captured
    bool key = false;
    bool keyOnRequest = false; ///< whether the stream's maker gives a key frame on request
    bool operator==(const Frame&) const = default;
};

/// The run has failed, in words a person understands. Nothing follows.
struct Failed {
    std::string reason;
    bool operator==(const Failed&) const = default;
};

/// The stream must be decoded and encoded anew to be shown in browsers. Nothing follows.
struct Unfit {
    std::string reason;
    bool operator==(const Unfit&) const = default;
};

/// Its main loop turns. Twice a second, from its beginning on.
struct Beat {
    static constexpr std::chrono::milliseconds kEvery{500};
    bool operator==(const Beat&) const = default;
};

/// What was asked for by Draw is in the shared memory, as text. The slot is as a frame's.
struct Drawing {
    static constexpr std::uint32_t kMost = 1U << 20U;
    std::uint16_t number = 0; ///< Draw's
    std::uint16_t slot = 0;
    std::uint32_t offset = 0;
    std::uint32_t bytes = 0;
    bool operator==(const Drawing&) const = default;
};

using FromWorker = std::variant<Format, Frame, Failed, Unfit, Beat, Drawing>;

// From the daemon.

/// What to capture; once. Here and not on a command line, which anybody may read:
/// sources hold passwords.
struct Configure {
    config::Camera camera; ///< what a run is made of; neither title nor linger
    bool transcode = false;
    bool operator==(const Configure&) const = default;
};

/// The daemon needs these slots no more.
struct Release {
    static constexpr std::size_t kMost = 256;
    std::vector<std::uint16_t> slots;
    bool operator==(const Release&) const = default;
};

/// A key frame is needed.
struct ForceKeyUnit {
    bool operator==(const ForceKeyUnit&) const = default;
};

/// The encoder is to go on with this.
struct Retune {
    std::uint32_t bitrate = 0; ///< kbit/s
    std::chrono::seconds keyframeInterval{0};
    bool operator==(const Retune&) const = default;
};

/// A graph of the pipeline is wanted, in Graphviz' language.
struct Draw {
    std::uint16_t number = 0; ///< the answer has it
    bool operator==(const Draw&) const = default;
};

/// Let go of the source and end.
struct Stop {
    bool operator==(const Stop&) const = default;
};

/// What of GStreamer's debug log is wanted, as in GST_DEBUG: before Configure, and whenever that
/// changes.
struct Debug {
    std::string thresholds;
    bool operator==(const Debug&) const = default;
};

using ToWorker = std::variant<Configure, Release, ForceKeyUnit, Retune, Stop, Draw, Debug>;

using Bytes = std::vector<std::uint8_t>;

/// The message as bytes. What is not within the bounds above is not written as such: texts are
/// cut, which is why whoever fills the rest holds to them.
Bytes write(const FromWorker& message);
Bytes write(const ToWorker& message);

/// The bytes as a message. Every number is within its bounds and every text is UTF-8 without
/// control characters; nothing may be missing and nothing left over. The errors (code "worker")
/// say what was wrong.
util::Result<FromWorker> readFromWorker(std::span<const std::uint8_t> bytes);
util::Result<ToWorker> readToWorker(std::span<const std::uint8_t> bytes);

} // namespace vitrine::worker
