// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <functional>
#include <memory>
#include <mutex>

namespace vitrine::camera {

/// The line on which a camera's audience asks whatever makes the stream for a key frame.
///
/// Owner: shared by the camera and its fan-out, so that a viewer that outlives the camera's run
/// asks nobody instead of a ghost. Thread: thread-safe.
class KeyFrameRequester {
  public:
    /// Asks who is connected; nothing happens without anybody.
    void request();

    /// `ask` is thread-safe and does nothing once its run is over: a request that is under way may
    /// come to it then.
    void connect(std::function<void()> ask);
    void disconnect() { connect({}); }

  private:
    using Ask = std::function<void()>;

    std::mutex mutex_;
    std::shared_ptr<const Ask> ask_; // guarded by mutex_
};

} // namespace vitrine::camera
