// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "support/MainLoopRunner.hpp"

#include "camera/Camera.hpp"

#include <mutex>
#include <vector>

namespace vitrine::test {

/// Keeps every frame.
class Collector : public camera::FrameSink {
  public:
    void onFrame(const camera::EncodedFrame& frame) override {
        const std::lock_guard lock(mutex_);
        frames_.push_back(frame);
    }
    std::vector<camera::EncodedFrame> frames() const {
        const std::lock_guard lock(mutex_);
        return frames_;
    }

  private:
    mutable std::mutex mutex_;
    std::vector<camera::EncodedFrame> frames_; // guarded by mutex_
};

/// A small camera.
inline config::Camera settings(const std::string& source) {
    config::Camera settings;
    settings.id = "front";
    settings.source = source;
    settings.width = 320;
    settings.height = 240;
    settings.bitrate = 500;
    return settings;
}

/// A camera and what it needs, on this thread's main loop.
struct House {
    explicit House(const config::Camera& configured)
        : camera(configured, {time, reapers, workers}, sink, keyFrames,
                 std::make_shared<metrics::Counter>(), [](const camera::State&) {}) {}

    bool reaches(camera::Phase phase) {
        return test::runUntil([&] { return camera.state().phase == phase; },
                              std::chrono::seconds{20});
    }
    bool hasFrames(std::size_t count) {
        return test::runUntil([&] { return sink->frames().size() >= count; },
                              std::chrono::seconds{20});
    }

    camera::Workers workers;
    gst::HouseTime time;
    gst::Reapers reapers{"test-reaper", [] {
                         }};
    std::shared_ptr<Collector> sink = std::make_shared<Collector>();
    std::shared_ptr<camera::KeyFrameRequester> keyFrames =
        std::make_shared<camera::KeyFrameRequester>();
    camera::Camera camera;
};

} // namespace vitrine::test
