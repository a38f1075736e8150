// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "camera/FrameSink.hpp"
#include "camera/RtpStream.hpp"
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

/// The picture that stands in for a camera that gives none, once a second, in the camera's own RTP
/// stream: a viewer without words of its own is told what is the matter, and goes on with the
/// camera's first key frame in the same connection.
///
/// Each of its frames is a key frame. The camera's run has precedence: with its first packet it
/// claims the stream, and nothing comes from here any more.
///
/// Owner: Camera, while it is offline and watched. Thread: main. Calls out on: main (the events),
/// the streaming thread (the frame sink).
class StandIn {
  public:
    /// Both are called on main.
    struct Events {
        /// The first frame is there; the RTP caps say what a viewer is offered.
        std::function<void(gst::Ref<GstCaps>)> ready;
        std::function<void(std::string)> failed;
    };

    /// Draws, builds and starts it, in the size the camera's picture had if it had one. Throws
    /// gst::BuildError.
    StandIn(const config::Camera& camera, const StreamFacts& facts, const std::string& lastPicture,
            const gst::HouseTime& houseTime, RtpStream& stream, std::shared_ptr<FrameSink> frames,
            Events events);
    /// After it no frame comes; the pipeline is for release().
    ~StandIn();
    StandIn(const StandIn&) = delete;
    StandIn& operator=(const StandIn&) = delete;

    /// Stops the deliveries and gives up the pipeline, for a reaper.
    gst::Pipeline release();

  private:
    class Outlet; // what the appsink's thread uses; outlives this with the pipeline

    void push();

    util::Token token_;
    Events events_;
    gst::Pipeline pipeline_;
    std::shared_ptr<Outlet> outlet_;
    gst::Ref<GstElement> appsrc_;
    gst::Ref<GstBuffer> picture_;
    gst::BusWatch bus_;
    util::Timer every_;
};

} // namespace vitrine::camera
