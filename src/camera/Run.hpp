// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "camera/Encoders.hpp"
#include "camera/State.hpp"
#include "config/Config.hpp"
#include "gst/Ref.hpp"
#include "metrics/CameraMetrics.hpp"

#include <functional>
#include <optional>
#include <string>

namespace vitrine::camera {

/// One run of a camera from its start to its first failure, wherever it runs: in this process
/// (CameraRun) or in one of its own (WorkerRun).
///
/// Owner: Camera. Thread: main. Calls out on: main (the events), a thread of the run's own (the
/// frame sink).
class Run {
  public:
    /// All are called on main.
    struct Events {
        /// The first frame is there; the RTP caps say what a viewer is offered.
        std::function<void(gst::Ref<GstCaps>)> live;
        /// It failed, in words a person understands.
        std::function<void(std::string)> failed;
        /// The stream must be decoded and encoded anew to be shown in browsers.
        std::function<void(std::string)> unfit;
        /// Another process has taken over; the stream goes on.
        std::function<void()> replaced;
    };

    Run() = default;
    virtual ~Run() = default;
    Run(const Run&) = delete;
    Run& operator=(const Run&) = delete;

    /// What asks whatever makes the stream for a key frame: thread-safe, and without effect once
    /// the run is over.
    virtual std::function<void()> keyFrameRequest() const = 0;

    /// The pipeline, to be drawn; empty where there is none in this process.
    virtual gst::Ref<GstElement> pipeline() const = 0;
    /// Has another process draw its pipeline; `done` gets the graph on main, unless that process
    /// does not answer. False where there is none.
    virtual bool drawElsewhere(std::function<void(std::string dot)> done) = 0;

    /// What the stream turned out to be; meaningful once live.
    virtual StreamFacts facts() const = 0;

    /// What of the settings holds from now on, whatever else has changed: how long viewers are
    /// asked to hold frames back, from the next frame on; what memory a process may have.
    virtual void configure(const config::Camera& camera) = 0;

    /// Has the encoder go on with other settings, once live; false where that takes a new run.
    virtual bool retune(const EncodeSettings& from, const EncodeSettings& to) = 0;

    /// When the last frame came, in house time; NONE before the first.
    virtual GstClockTime lastFrame() const noexcept = 0;

    /// Its process, where it has one of its own; `restarts` is not its to know.
    virtual std::optional<metrics::WorkerUse> worker() const = 0;

    /// Ends it: no frame is delivered and nothing is called any more when this returns. What it has
    /// open it lets go of on a thread of its own, which then calls `gone`.
    virtual void end(std::function<void()> gone) = 0;
};

} // namespace vitrine::camera
