// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gst/gst.h>

#include <optional>

namespace vitrine::camera {

/// One time line for a film that is played again and again: each pass begins where the last frame
/// of the pass before ended.
///
/// Owner: FileLoop. Thread: one at a time. Times in nanoseconds.
class LoopClock {
  public:
    /// `frame`: how long a frame lasts when the film does not say.
    explicit LoopClock(GstClockTime frame)
        : usual_(frame) {}

    /// The frame's place on the time line. `time` is its time within the pass (it may count from
    /// anywhere, and go back and forth when there are B-frames), `duration` may be NONE. A frame
    /// without a time follows the one before. Nothing for a frame before the pass's first one.
    std::optional<GstClockTime> place(std::optional<GstClockTimeDiff> time, GstClockTime duration);

    /// The film begins again. Whether the pass that ended had any frames.
    bool again() noexcept;

  private:
    GstClockTime begin_ = 0; // of this pass
    GstClockTime end_ = 0;   // of the latest frame so far
    GstClockTime latest_ = 0;
    GstClockTime usual_;
    bool empty_ = true;
    std::optional<GstClockTimeDiff> first_; // this pass's first frame, in the film's time
};

} // namespace vitrine::camera
