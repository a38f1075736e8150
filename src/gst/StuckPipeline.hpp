// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gst/Ref.hpp"

#include <atomic>
#include <chrono>
#include <future>
#include <memory>
#include <string>

namespace vitrine::gst {

/// Where the picture of a pipeline that does not stop is written: $GST_DEBUG_DUMP_DOT_DIR, or the
/// service's $RUNTIME_DIRECTORY, or the directory for temporary files. Thread: any.
std::string dotDirectory();

/// Says in the log that a pipeline does not stop, and draws it for who wants to find out why.
///
/// Owner: Reaper, Reapers. Thread: thread-safe.
class StuckPipeline {
  public:
    /// How long a stop may take before it is looked into. A viewer takes 4 ms, an RTSP source some
    /// seconds at most.
    static constexpr std::chrono::seconds kPatience{10};
    /// Pictures a process writes at most; what hangs once tends to hang every time.
    static constexpr unsigned kMostPictures = 8;

    StuckPipeline()
        : pictures_(std::make_shared<std::atomic<unsigned>>(0U)) {}

    /// `pipeline` may be empty for a part of one that hangs; `what` names it. The drawing is done
    /// on a thread of its own, for it takes locks that whoever hangs may hold.
    void report(const std::string& what, Ref<GstElement> pipeline) const;

    /// The same at the end of the process: waits for the drawing, but 0.3 s at most.
    void reportAtTheEnd(const std::string& what, Ref<GstElement> pipeline) const;

  private:
    std::future<void> drawSoon(const std::string& what, Ref<GstElement> pipeline) const;

    std::shared_ptr<std::atomic<unsigned>> pictures_;
};

} // namespace vitrine::gst
