// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "camera/LoopClock.hpp"
#include "camera/Tail.hpp"

#include <atomic>
#include <memory>
#include <string>

namespace vitrine::camera {

/// Plays a file again and again: when its reader comes to the end it is sent back to the start,
/// and its frames are put on one time line, so that what follows never knows.
///
/// The reader is stopped and started anew rather than sought in: that works for everything that
/// plays once, whether it has an index or not, and sees a file that was replaced meanwhile.
///
/// Owner: the probes and signal handlers of the bin. Thread: its own callbacks, on the streaming
/// threads and one of GStreamer's pool. Calls out on: the bus, through the Tail.
class FileLoop : public std::enable_shared_from_this<FileLoop> {
  public:
    /// `bin` has the elements "origin", "parser" and "ahead" of planSource().
    FileLoop(GstElement* bin, std::shared_ptr<Tail> tail, std::string path, GstClockTime frame);

    /// Begins to listen. Once.
    void attach();

    /// Whether video was found in the file. Thread-safe.
    bool found() const noexcept { return found_.load(std::memory_order_relaxed); }

  private:
    void onPad(GstPad* pad);
    GstPadProbeReturn onEvent(GstPadProbeInfo* info);
    GstPadProbeReturn onBuffer(GstPadProbeInfo* info);
    void startOver();

    // The bin and parts of it: they keep this object, not the other way round.
    GstElement* bin_;
    GstElement* origin_;
    GstElement* parser_;
    GstPad* in_;
    std::shared_ptr<Tail> tail_;
    std::string path_;
    std::atomic<bool> found_{false};
    LoopClock clock_;
    GstSegment segment_;
    bool placed_ = false; // the one segment of the time line was sent
};

} // namespace vitrine::camera
