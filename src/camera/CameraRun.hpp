// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "camera/Encoders.hpp"
#include "camera/FrameSink.hpp"
#include "camera/Payloader.hpp"
#include "camera/RtpStream.hpp"
#include "camera/Source.hpp"
#include "camera/State.hpp"
#include "config/Config.hpp"
#include "gst/Bus.hpp"
#include "gst/HouseTime.hpp"
#include "gst/Pipeline.hpp"
#include "util/MainLoop.hpp"

#include <functional>
#include <memory>
#include <string>

namespace vitrine::camera {

/// One run of a camera: source ! parse ! pay ! appsink, from its start to its first failure.
///
/// Owner: Camera. Thread: main. Calls out on: main (the events),
/// the streaming thread (the frame sink). After the destructor returns no frame is delivered; the
/// pipeline itself ends later, on the reaper.
class CameraRun {
  public:
    /// All are called on main.
    struct Events {
        /// The first frame is there; the RTP caps say what a viewer is offered.
        std::function<void(gst::Ref<GstCaps>)> live;
        /// It failed, in words a person understands.
        std::function<void(std::string)> failed;
        /// The stream must be decoded and encoded anew to be shown in browsers.
        std::function<void(std::string)> unfit;
    };

    /// Builds and starts the pipeline. Throws gst::BuildError.
    CameraRun(const config::Camera& camera, bool transcode, const gst::HouseTime& houseTime,
              RtpStream& stream, std::shared_ptr<FrameSink> frames, Events events);
    ~CameraRun();
    CameraRun(const CameraRun&) = delete;
    CameraRun& operator=(const CameraRun&) = delete;

    /// The pad from which an upstream force-key-unit event reaches whatever makes the stream.
    gst::Ref<GstPad> keyFramePad() const;

    gst::Ref<GstElement> pipeline() const { return {pipeline_.get(), gst::share}; }

    /// What the stream turned out to be; meaningful once live.
    StreamFacts facts() const;

    bool encodes() const noexcept { return source_.encodes(); }

    /// From the next frame on viewers are asked to hold frames back as this says.
    void setLatency(config::Latency latency) { payloader_.setLatency(latency); }

    /// Has the encoder go on with other settings, once live; false where that takes a new run.
    bool retune(const EncodeSettings& from, const EncodeSettings& to);

    /// When the last frame came, in house time; NONE before the first.
    GstClockTime lastFrame() const noexcept;

    /// Stops the deliveries and gives up the pipeline, for a reaper.
    gst::Pipeline release();

  private:
    class Outlet; // what the appsink's thread uses; outlives the run with the pipeline

    void onMessage(GstMessage* message);
    gst::Ref<GstElement> encoder() const; // empty where nothing is encoded

    util::Token token_;
    config::Camera settings_;
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
