// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gst/gst.h>

#include <optional>

namespace vitrine::camera {

/// When each frame of one run was captured, in house time: what its source says, for as long as
/// that makes sense.
///
/// What comes out only ever grows and is never in the future. A source whose clock is a little
/// ahead of ours is put back by as much, once and for all, so that its pace stays; one that jumps
/// (an RTSP server that begins to count anew) is believed again from where it jumped to.
///
/// Owner: a run of a camera. Thread: one at a time. Times in nanoseconds.
class FrameClock {
  public:
    /// `began`: no frame of the run is older, so that a run never goes back behind the one before.
    explicit FrameClock(GstClockTime began)
        : last_(began) {}

    /// The time of a frame that has come now; `claimed` is its source's word, which may be missing.
    GstClockTime place(std::optional<GstClockTimeDiff> claimed, GstClockTime now);

  private:
    GstClockTime last_;
    GstClockTimeDiff correction_ = 0;
};

} // namespace vitrine::camera
