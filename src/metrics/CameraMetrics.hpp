// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "metrics/HouseMetrics.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace vitrine::metrics {

/// A camera's own process.
struct WorkerUse {
    int pid = 0;
    std::uint64_t residentBytes = 0;
    double cpuSeconds = 0.0;
    std::uint64_t restarts = 0;
};

/// The series of one camera, looked up once, so that counting a frame looks nothing up.
///
/// Owner: shared by all who count for the camera; what they count after the camera was removed is
/// shown nowhere. Thread: thread-safe.
struct CameraMetrics {
    CameraMetrics(HouseMetrics& house, const std::string& camera);

    const std::string& camera() const noexcept { return camera_; }

    /// A viewer of the camera went; `reason` is one of the session's own words.
    void leave(const std::string& reason) const;

    /// How long a stage of a viewer's picture took, of which a few are told a second at most.
    void observeLatency(const std::string& stage, double seconds) const;

    /// What the camera's own process uses; nothing where it has none.
    void showWorker(const std::optional<WorkerUse>& use) const;

    std::shared_ptr<Gauge> up;
    std::shared_ptr<Gauge> wanted;
    std::shared_ptr<Counter> frames;
    std::shared_ptr<Counter> keyFrames;
    std::shared_ptr<Counter> bytes;
    std::shared_ptr<Counter> restarts;
    std::shared_ptr<Histogram> encode;
    std::shared_ptr<Gauge> viewers;
    std::shared_ptr<Counter> joins;
    std::shared_ptr<Counter> droppedFrames;
    std::shared_ptr<Counter> resyncs;
    std::shared_ptr<Histogram> firstFrame;
    std::shared_ptr<Counter> keyFramesForced;
    std::shared_ptr<Counter> keyFramesCoalesced;
    std::shared_ptr<Counter> keyFramesWithheld;

  private:
    HouseMetrics& house_;
    std::string camera_;
};

} // namespace vitrine::metrics
