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
/// ahead of ours is put back by as much, so that its pace stays. Where only its beginning was ahead
/// (an RTSP server that sends at once what it had kept) that is given back, a little with each
/// frame. One that jumps (and begins to count anew) is believed again from where it jumped to.
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
    GstClockTimeDiff giveBack(GstClockTimeDiff time, GstClockTimeDiff arrived);
    void observe(GstClockTimeDiff age, GstClockTimeDiff arrived);

    GstClockTime last_;
    GstClockTimeDiff correction_ = 0;
    GstClockTimeDiff ahead_ = 0;   // how much of the correction is for being ahead
    GstClockTimeDiff surplus_ = 0; // how much of that is to be given back
    // The youngest frame since then: an age that even this one has is none of its way.
    GstClockTimeDiff youngest_ = kNone;
    GstClockTimeDiff since_ = 0;

    static constexpr GstClockTimeDiff kNone = G_MAXINT64;
};

} // namespace vitrine::camera
