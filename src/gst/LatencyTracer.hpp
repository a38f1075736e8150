// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gst/gst.h>

#include <atomic>
#include <optional>
#include <string>
#include <string_view>

/// A tracer as GStreamer's own are, for `GST_TRACERS=vitrine-latency`: how long each frame is in
/// each element of every pipeline, and at each viewer's sender, as records in the category
/// GST_TRACER at level 7:
///
///     vitrine-element-latency, pipeline=(string)camera-front, element=(string)encoder, …
///     vitrine-sender-latency, viewer=(string)viewer-7, time=(guint64)61034, …
///
/// An element's time is that from a frame's coming in to its first buffer's going out, by running
/// time; sources have none, nor what leaves with another time than it came with.
///
/// Thread: main, but for latencyIsTraced(), which is thread-safe; the hooks run on streaming
/// threads.
namespace vitrine::gst {

/// Takes our name out of GST_TRACERS, which GStreamer reads before it can know it; says whether
/// it was there. Before gst_init().
bool takeLatencyRequest();

/// The value of GST_TRACERS without our tracer; nothing when it is not in it. Thread: pure.
std::optional<std::string> withoutLatencyTracer(std::string_view tracers);

/// Makes the tracer known to GStreamer and, when it was asked for, starts it, before there is any
/// pipeline; gst_deinit() ends it.
void registerLatencyTracer(bool start);

/// Set once, before any other thread is there: only latencyIsTraced() reads it.
extern std::atomic<bool> latencyTracerRuns;
inline bool latencyIsTraced() noexcept {
    return latencyTracerRuns.load(std::memory_order_relaxed);
}

/// How long a viewer's sender is at one frame, for the tracer. While it does not run this costs a
/// look at a flag.
///
/// Owner: a scope on the streaming thread.
class SenderTrace {
  public:
    /// `frame` is its time in house time.
    SenderTrace(const std::string& viewer, GstClockTime frame) noexcept
        : viewer_(viewer)
        , frame_(frame)
        , began_(latencyIsTraced() ? gst_util_get_timestamp() : GST_CLOCK_TIME_NONE) {}
    ~SenderTrace() {
        if (GST_CLOCK_TIME_IS_VALID(began_))
            tell();
    }
    SenderTrace(const SenderTrace&) = delete;
    SenderTrace& operator=(const SenderTrace&) = delete;

  private:
    void tell() const;

    const std::string& viewer_;
    GstClockTime frame_;
    GstClockTime began_;
};

} // namespace vitrine::gst
