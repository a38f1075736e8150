// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gst/Ref.hpp"

#include <mutex>

namespace vitrine::camera {

/// The line on which a camera's audience asks whatever makes the stream for a key frame.
///
/// Owner: shared by the camera and its fan-out, so that a viewer that outlives the camera's run
/// asks nobody instead of a ghost. Thread: thread-safe.
class KeyFrameRequester {
  public:
    /// Sends an upstream force-key-unit event (gst_video_event_new_upstream_force_key_unit) from
    /// the connected pad; nothing happens without one.
    void request();

    void connect(gst::Ref<GstPad> pad);
    void disconnect() { connect({}); }

  private:
    std::mutex mutex_;
    gst::Ref<GstPad> pad_; // guarded by mutex_
};

} // namespace vitrine::camera
