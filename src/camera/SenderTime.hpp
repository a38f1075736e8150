// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gst/gst.h>

#include <atomic>
#include <optional>

namespace vitrine::camera {

/// How long before its arrival here a network camera captured a frame, as its sender reports tell
/// (RFC 3550, section 6.4.1), for as long as that makes sense: a camera whose clock is not set is
/// known by frames from the future, or from long ago.
///
/// Owner: shared by a Source and the probe on its RTP. Thread: see() on a streaming thread,
/// beforeArrival() thread-safe.
class SenderTime {
  public:
    /// No network and no encoder of a camera takes longer; a clock that is not set is wrong by
    /// more.
    static constexpr GstClockTimeDiff kMost = GST_SECOND;

    /// Sees a packet at a pad of a source that notes the sender's time with it
    /// (add-reference-timestamp-meta of rtspsrc).
    void see(GstPad* pad, GstBuffer* packet);

    /// Of a frame that captured `wallAge` ago by its sender's clock came `sinceArrival` ago.
    void note(GstClockTimeDiff wallAge, GstClockTimeDiff sinceArrival) noexcept;

    /// Nothing while no report has come, or the last made no sense.
    std::optional<GstClockTime> beforeArrival() const noexcept;

  private:
    static constexpr GstClockTimeDiff kUnknown = -1;
    std::atomic<GstClockTimeDiff> before_{kUnknown};
};

} // namespace vitrine::camera
