// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gst/Ref.hpp"

#include <chrono>

namespace vitrine::gst {

/// The one time line of the program: nanoseconds on the system clock since house time began.
///
/// Every camera's frames are stamped in it and every viewer's pipeline runs on it, so that a frame
/// means the same moment to all of them and a camera that restarts goes on where it was.
///
/// Owner: a value, made once by the daemon and copied. Thread: thread-safe.
class HouseTime {
  public:
    /// House time that begins now, on GStreamer's system clock (CLOCK_MONOTONIC).
    HouseTime();

    /// Now, in house time.
    GstClockTime now() const;
    /// What the wall clock (CLOCK_REALTIME) said at a moment in house time, as it is set now.
    std::chrono::system_clock::time_point wallAt(GstClockTime time) const;
    GstClock* clock() const noexcept { return clock_.get(); }
    GstClockTime epoch() const noexcept { return epoch_; }

    /// Makes a pipeline run in house time: its running time is house time.
    void govern(GstPipeline* pipeline) const;

  private:
    Ref<GstClock> clock_;
    GstClockTime epoch_;
};

} // namespace vitrine::gst
