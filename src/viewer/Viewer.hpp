// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "fanout/Feed.hpp"
#include "gst/Connection.hpp"
#include "gst/PadProbe.hpp"
#include "gst/Reaper.hpp"
#include "gst/Story.hpp"
#include "util/MainLoop.hpp"
#include "viewer/ExpressLane.hpp"
#include "viewer/HandshakeEnd.hpp"
#include "viewer/House.hpp"
#include "viewer/IceSettings.hpp"
#include "viewer/Listeners.hpp"
#include "viewer/Negotiation.hpp"
#include "viewer/RateMeter.hpp"
#include "viewer/SlowWatch.hpp"
#include "viewer/StreamNumbers.hpp"
#include "viewer/WebrtcPipeline.hpp"
#include "viewer/WebrtcbinSender.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace vitrine::viewer {

/// One peer connection: negotiates, and once connected shows its camera.
///
/// The server offers, or answers an offer of theirs; nothing is sent before the connection stands;
/// the first frame sent is a key frame. The destructor only hands the pipeline to the reaper, so
/// that a viewer may be ended from any of its own events.
///
/// Owner: a signalling session. Thread: main. Calls out on: main (the events).
class Viewer {
  public:
    /// All are called on main, from the loop.
    struct Events {
        /// Our offer, or our answer to theirs; its candidates follow.
        std::function<void(const std::string& sdp)> description;
        std::function<void(const std::string& candidate, unsigned mLineIndex)> candidate;
        /// It can show nothing any more; the reason is a short stable word, then words for people.
        std::function<void(const std::string& code, const std::string& message)> failed;
        /// The same, where nobody has made a mistake: the network, or the peer's end.
        std::function<void(const std::string& code, const std::string& message)> lost;
        /// It is too slow for the picture, or no more.
        std::function<void(bool slow)> slow;
        /// All our candidates are told.
        std::function<void()> gathered = [] {
        };
        /// The connection stands; its first frame follows.
        std::function<void()> connected = [] {
        };
    };

    /// Starts negotiating for a live camera, with an offer of ours or the answer to theirs;
    /// `askedFor` is when the viewer came, `keyFrames` what it may ask for. Throws gst::BuildError.
    Viewer(std::string name, fanout::Feed& feed, const House& house,
           util::Clock::time_point askedFor, Events events,
           std::optional<RemoteOffer> offered = std::nullopt,
           std::shared_ptr<fanout::KeyframeBudget> keyFrames =
               std::make_shared<fanout::KeyframeBudget>());
    ~Viewer();
    Viewer(const Viewer&) = delete;
    Viewer& operator=(const Viewer&) = delete;

    /// The answer to our offer; it must have passed the signalling room's checks, webrtcbin aborts
    /// on some malformed ones. Once only.
    void setAnswer(const std::string& sdp);
    /// A checked remote candidate, or an empty text for the end of candidates.
    void addCandidate(const std::string& candidate, unsigned mLineIndex);

    /// How long its frames are to be held back from now on; without it, as its camera says.
    void setPlayout(config::Latency latency);
    /// It is late, says its page: a key frame is asked for.
    void resync();
    /// Looks whether it still is there and keeps up with the picture; to be called now and then.
    /// Too slow for `slowLimit` is too slow for good; never when that is 0.
    void check(util::Clock::time_point now, std::chrono::seconds slowLimit);

    bool connected() const noexcept { return subscription_ != nullptr; }
    /// Whether a connectivity check of theirs has come from where they were not known to be: one
    /// from a known address may have come unseen.
    bool heard() const;
    std::uint64_t framesSent() const noexcept;
    std::uint64_t framesDropped() const noexcept;
    /// To be drawn.
    gst::Ref<GstElement> pipeline() const { return {pipeline_.pipeline(), gst::share}; }
    /// How its frames are sent; null before it is connected.
    const Sender* sender() const noexcept { return sender_.get(); }
    /// Bits a second of RTP over the last seconds; nothing before it is known.
    std::optional<double> bitrate() const;

  private:
    gst::Story story(gst::Place where = gst::Place::here()) const {
        return {gst::Room::Viewer, name_, where};
    }
    util::log::About about(util::Place where = util::Place::here()) const {
        return gst::about(gst::Room::Viewer, name_, where);
    }
    void play();
    void listen();
    void catchKeyFrameRequests();
    void onDescription(const std::string& sdp);
    void onCandidate(const std::string& candidate, unsigned mLineIndex);
    void onConnectionState();
    void onConnected();
    void hearRtcp();
    void lose(const std::string& code, const std::string& message);
    void fail(const std::string& code, const std::string& message);

    std::string name_;
    const House& house_;
    Listeners listeners_;
    util::Clock::time_point askedFor_;
    Events events_;
    StreamNumbers numbers_;
    WebrtcPipeline pipeline_;
    Negotiation negotiation_;
    std::unique_ptr<ExpressLane> lane_;
    std::shared_ptr<Sender> sender_;
    std::shared_ptr<fanout::Subscription> subscription_;
    gst::Connection iceCandidate_;
    gst::Connection connectionState_;
    gst::Connection gatheringState_;
    HandshakeEnd handshake_;
    bool handshakeSent_ = false;
    gst::PadProbe keyFrameRequests_;
    std::optional<config::Latency> playout_;
    gst::PadProbe rtcp_; // on webrtcbin's own path
    SlowWatch slowWatch_;
    RateMeter rate_; // bytes sent
    util::Timer setup_;
    bool failed_ = false;
    util::Token token_;
};

} // namespace vitrine::viewer
