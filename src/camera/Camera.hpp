// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "camera/BackOff.hpp"
#include "camera/FrameSink.hpp"
#include "camera/House.hpp"
#include "camera/KeyFrameRequester.hpp"
#include "camera/RtpStream.hpp"
#include "camera/Run.hpp"
#include "camera/StandIn.hpp"
#include "camera/State.hpp"
#include "camera/Whereabouts.hpp"
#include "gst/Story.hpp"
#include "metrics/Values.hpp"
#include "util/Log.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace vitrine::camera {

/// One configured camera, kept running: starts, watches, restarts with back-off, for ever.
///
/// There is never more than one run of a camera: the next begins when the one before has
/// let go of the device or the connection.
///
/// Owner: fanout::Feed. Thread: main. Calls out on: main (the state listener), the streaming
/// thread (the frame sink).
class Camera {
  public:
    using StateListener = std::function<void(const State&)>;

    Camera(config::Camera camera, const House& house, std::shared_ptr<FrameSink> frames,
           std::shared_ptr<KeyFrameRequester> keyFrames, std::shared_ptr<metrics::Counter> restarts,
           StateListener onState);
    ~Camera();
    Camera(const Camera&) = delete;
    Camera& operator=(const Camera&) = delete;

    /// Brings it up, now and after every failure until stop(). Nothing happens when it is up.
    void start();
    /// Takes it down; the frames end before this returns, the device is let go of later: it is
    /// Stopping until then.
    void stop();

    /// From now on it is configured like this; the id stays. What its stream can be told while it
    /// runs it is told; anything else starts it anew, in the same RTP stream, so that its viewers
    /// keep their connection. Says whether it was started anew.
    bool configure(config::Camera settings);

    /// Whether somebody looks: an offline camera that is watched gives a picture that says so.
    void setWatched(bool watched);

    const config::Camera& settings() const noexcept { return settings_; }
    const State& state() const noexcept { return state_; }
    /// The RTP caps a viewer is offered; empty unless it is live, or a picture stands in for it.
    gst::Ref<GstCaps> caps() const;
    /// What the stream turned out to be; from the last time it was live.
    const StreamFacts& facts() const noexcept { return facts_; }
    /// What the time of its RTP stream is now; the stream's clock is house time's.
    std::uint32_t rtpTimestampNow() const { return stream_.timestampAt(house_.time.now()); }
    /// What runs now, to be drawn; empty while nothing does.
    gst::Ref<GstElement> pipeline() const {
        return run_ ? run_->pipeline() : gst::Ref<GstElement>();
    }
    /// Has its own process draw what runs there (Run::drawElsewhere).
    bool drawElsewhere(std::function<void(std::string dot)> done) const {
        return run_ && run_->drawElsewhere(std::move(done));
    }
    /// Its own process, while it has one.
    std::optional<metrics::WorkerUse> worker() const;
    /// How often it was started again after a failure.
    std::uint64_t restarts() const noexcept { return restarts_->value(); }

  private:
    gst::Story story(gst::Place where = gst::Place::here()) const {
        return gst::Story::ofCamera(gst::Room::Camera, settings_.id, where);
    }
    util::log::About about(const char* messageId = "",
                           util::Place where = util::Place::here()) const {
        return util::log::About("camera", where).camera(settings_.id).message(messageId);
    }
    bool goesOn(const config::Camera& before);
    void runWhenFree();
    void run();
    std::unique_ptr<Run> makeRun();
    void endRun();
    void onEnded();
    void retryIn(std::chrono::milliseconds delay);
    void onSourceThere();
    void onLive(gst::Ref<GstCaps> caps);
    void onFailed(const std::string& reason);
    void onUnfit(const std::string& reason);
    void watch();
    void awaitStandIn();
    void beginStandIn();
    void endStandIn();
    void setState(Phase phase, std::string reason = {});
    std::string lastPictureTime() const;

    config::Camera settings_;
    House house_;
    std::shared_ptr<FrameSink> frames_;
    std::shared_ptr<KeyFrameRequester> keyFrames_;
    std::shared_ptr<metrics::Counter> restarts_;
    StateListener onState_;
    Whereabouts whereabouts_;

    State state_;
    gst::Ref<GstCaps> caps_; // from the last time it was live
    StreamFacts facts_;
    RtpStream stream_;
    BackOff backOff_;
    bool transcode_ = false;
    std::uint64_t processes_ = 0; // of its own, that were started
    GstClockTime runBegan_ = 0;
    unsigned runNumber_ = 0; // tells a call about an earlier run from one about this
    bool wanted_ = false;    // between start() and stop()
    bool ending_ = false;    // this run has failed; its end is on the way
    unsigned leaving_ = 0;   // runs that have ended, not gone yet
    bool due_ = false;       // the next run waits for them
    util::Timer retry_;
    util::Timer patience_;
    util::Timer watchdog_;
    std::unique_ptr<Run> run_;
    bool watched_ = false;
    util::Timer standInDue_;
    std::unique_ptr<StandIn> standIn_; // while offline and watched
    gst::Ref<GstCaps> standInCaps_;    // from its first frame on
    util::Token token_;
};

} // namespace vitrine::camera
