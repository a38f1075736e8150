// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "camera/EncodedFrame.hpp"

#include <gst/rtp/rtp.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>

namespace vitrine::camera {

/// The payload type and header extension identifiers of every stream we offer.
inline constexpr unsigned kPayloadType = 96;
inline constexpr unsigned kPlayoutDelayId = 1;
inline constexpr unsigned kCaptureTimeId = 2;
inline constexpr unsigned kVideoClockRate = 90000;

/// What of an RTP stream must go on when its camera restarts: a receiver sees one SSRC whose
/// sequence numbers have no hole and whose timestamps follow house time (RFC 3550, section 5.1).
///
/// Owner: Camera, for as long as it is configured. Thread: claim(), disclaim() and whenUnclaimed()
/// are thread-safe; the rest is for whom they let, one streaming thread at a time.
class RtpStream {
  public:
    /// A random SSRC, first sequence number and timestamp offset (RFC 3550, section 5.1).
    RtpStream();

    std::uint32_t ssrc() const noexcept { return ssrc_; }

    /// The camera gives pictures: from here on the stream is its run's alone. Gives the newest
    /// frame's time, before which none may be now.
    GstClockTime claim();
    /// The run is over, and numbers nothing any more.
    void disclaim();
    /// Calls `fn`, which may number packets and hand them on; not while a run has the stream.
    void whenUnclaimed(const std::function<void()>& fn);

    /// The RTP timestamp of a moment in house time.
    std::uint32_t timestampAt(GstClockTime time) const noexcept;

    /// Gives the packet the next sequence number and the timestamp of `time`.
    void stamp(GstRTPBuffer& packet, GstClockTime time) noexcept;

    /// The number the next packet gets, counted on beyond 2^16.
    std::uint64_t nextSequence() const noexcept { return nextSequence_; }

  private:
    std::uint32_t ssrc_;
    std::uint32_t timestampOffset_;
    std::uint64_t nextSequence_;
    GstClockTime newest_ = 0;
    std::mutex mutex_;
    bool claimed_ = false; // guarded by mutex_
};

/// Gathers payloaded packets into whole access units: a frame ends at the marker bit, not where a
/// buffer list does (rtph264pay sends fragments as lists and single NAL units alone).
///
/// Owner: one run of a camera. Thread: its streaming thread.
class FrameAssembler {
  public:
    explicit FrameAssembler(RtpStream& stream)
        : stream_(stream) {}

    /// Takes the next packet, whose access unit was captured at `time`, which on the wall clock is
    /// `ntp`; gives the frame when this packet ends it. Access unit delimiters are left out. Its
    /// buffers share the payload bytes; its wire form is the one copy made of them, whatever the
    /// number of viewers.
    std::optional<EncodedFrame> add(gst::Ref<GstBuffer> packet, GstClockTime time,
                                    std::uint64_t ntp);

  private:
    EncodedFrame finish(GstClockTime time);

    RtpStream& stream_;
    gst::Ref<GstBufferList> packets_;
    std::shared_ptr<rtp::WireFrame> wire_;
    std::uint64_t firstSequence_ = 0;
    bool key_ = false;
};

/// Whether an RTP payload (RFC 6184) is an access unit delimiter and nothing else.
bool isDelimiter(const guint8* payload, std::size_t size) noexcept;

/// Whether an RTP payload (RFC 6184) is, or begins, an IDR slice.
bool beginsIdr(const guint8* payload, std::size_t size) noexcept;

} // namespace vitrine::camera
