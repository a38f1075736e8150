// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "camera/FrameSink.hpp"
#include "camera/Payloader.hpp"
#include "camera/RtpStream.hpp"
#include "camera/Run.hpp"
#include "camera/Source.hpp"
#include "config/Config.hpp"
#include "gst/Bus.hpp"
#include "gst/HouseTime.hpp"
#include "gst/Pipeline.hpp"
#include "gst/Reapers.hpp"
#include "util/MainLoop.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace vitrine::camera {

/// One run of a camera in this process: source ! parse ! pay ! appsink.
///
/// Owner: Camera, or CameraWorker in a process of its own. Thread: main. Calls out on: main (the
/// events), the streaming thread (the frame sink). After the destructor returns no frame is
/// delivered; the pipeline itself ends later, on the reaper.
class CameraRun : public Run {
  public:
    /// Builds and starts the pipeline, which ends at the reapers. Throws gst::BuildError.
    CameraRun(const config::Camera& camera, bool transcode, const gst::HouseTime& houseTime,
              gst::Reapers& reapers, RtpStream& stream, std::shared_ptr<FrameSink> frames,
              Events events);
    ~CameraRun() override;

    std::function<void()> keyFrameRequest() const override;
    gst::Ref<GstElement> pipeline() const override { return {pipeline_.get(), gst::share}; }
    bool drawElsewhere(std::function<void(std::string)> /*done*/) override { return false; }
    StreamFacts facts() const override;
    void configure(const config::Camera& camera) override { payloader_.setLatency(camera.latency); }
    bool retune(const EncodeSettings& from, const EncodeSettings& to) override;
    GstClockTime lastFrame() const noexcept override;
    std::optional<metrics::WorkerUse> worker() const override { return std::nullopt; }
    void end(std::function<void()> gone) override;

  private:
    class Outlet; // what the appsink's thread uses; outlives the run with the pipeline

    void onMessage(GstMessage* message);
    gst::Ref<GstElement> encoder() const; // empty where nothing is encoded

    util::Token token_;
    config::Camera settings_;
    gst::Reapers& reapers_;
    Events events_;
    Source source_;
    gst::Pipeline pipeline_;
    std::shared_ptr<Outlet> outlet_;
    gst::Ref<GstElement> parse_;
    Payloader payloader_;
    gst::Ref<GstElement> appsink_;
    gst::BusWatch bus_;
};

} // namespace vitrine::camera
