// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "camera/BackOff.hpp"
#include "config/Config.hpp"
#include "fanout/Feed.hpp"
#include "publish/HttpClient.hpp"
#include "publish/PublishMetrics.hpp"
#include "publish/WhipClient.hpp"
#include "util/Clock.hpp"
#include "util/MainLoop.hpp"
#include "viewer/House.hpp"
#include "viewer/Viewer.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace vitrine::publish {

/// One camera at one WHIP server: offered, connected, and kept so for as long as this lives.
///
/// It sends as to any viewer, through a viewer::Viewer that offers. When the server refuses, is not
/// reached, or the connection ends, it is tried again for ever: after 0.5 s, then after twice as
/// long each time up to 30 s, with a spread of a fifth (camera::BackOff); after 30 s at once where
/// nothing but another configuration would help; and not before the server's Retry-After. While the
/// camera is offline the connection stays; one that comes back with another H.264 profile is
/// published anew. A session that is lost is ended at the server before the next is asked for.
///
/// ICE servers that the server names in its answer come too late for the offer they came with; they
/// serve the attempts after one that did not connect, where [ice] has none.
///
/// Owner: Outlets. Thread: main. The destructor says goodbye to the server (DELETE).
class Publication {
  public:
    enum class Phase {
        Waiting,    ///< for the camera's first picture, or until it is tried again
        Connecting, ///< offered, not connected yet
        Live,
    };

    /// `house` is copied; what it refers to, and `feed` and `http`, outlive this.
    Publication(config::Publish settings, fanout::Feed& feed, const viewer::House& house,
                HttpClient& http, PublishMetrics& metrics);
    ~Publication();
    Publication(const Publication&) = delete;
    Publication& operator=(const Publication&) = delete;

    /// Looks whether the server still is there; to be called now and then.
    void check(util::Clock::time_point now);

    const config::Publish& settings() const noexcept { return settings_; }
    Phase phase() const noexcept { return phase_; }
    /// Why it is not live, in words for people; empty when it is.
    const std::string& reason() const noexcept { return reason_; }
    std::uint64_t framesSent() const noexcept { return viewer_ ? viewer_->framesSent() : 0; }

  private:
    void onCameraState();
    void attempt();
    void onDescription(const std::string& sdp);
    void onCandidate(const std::string& candidate);
    void onGathered();
    void post();
    void onAccepted(const WhipClient::Accepted& accepted);
    void onConnected();
    void onLost(const std::string& code, const std::string& message);
    void endSession();
    void fail(std::string why, std::chrono::milliseconds atLeast);
    void setPhase(Phase phase, std::string reason);

    config::Publish settings_;
    fanout::Feed& feed_;
    viewer::House house_;
    viewer::IceSettings configuredIce_;
    HttpClient& http_;
    std::shared_ptr<Farewells> farewells_;
    PublishMetrics& metrics_;
    fanout::Feed::Demand demand_;
    Phase phase_ = Phase::Waiting;
    std::string reason_;
    std::string told_; // the reason last logged
    util::Clock::time_point toldAt_{};
    camera::BackOff backOff_;
    util::Clock::time_point liveSince_{};

    // One session; all empty between two.
    gst::Ref<GstCaps> caps_;
    std::string sdp_;
    std::vector<std::string> candidates_; // not sent yet
    bool gathered_ = false;
    bool posted_ = false;
    IceServers offeredIce_;
    std::unique_ptr<WhipClient> client_;
    std::unique_ptr<viewer::Viewer> viewer_;

    util::Timer patience_; // with gathering
    util::Timer again_;
    fanout::Feed::Observer observer_;
};

} // namespace vitrine::publish
