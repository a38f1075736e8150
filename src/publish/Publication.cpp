// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "publish/Publication.hpp"

#include "camera/Offer.hpp"
#include "config/Shown.hpp"
#include "gst/Error.hpp"
#include "publish/WhipOffer.hpp"
#include "signalling/OurOffer.hpp"
#include "util/Log.hpp"

#include <glib.h>

#include <algorithm>
#include <utility>

namespace vitrine::publish {
namespace {

using namespace std::chrono_literals;

// A STUN or TURN server that does not answer must not keep the other candidates.
constexpr auto kGatherPatience = 2s;
// A connection that stood so long was a good one: the next failure waits briefly again.
constexpr auto kSteady = 10s;
// A reason that stays the same is told again after this.
constexpr auto kTellAgain = 10min;

// A server on this machine is reached over loopback, which libnice leaves out unless it is named.
std::vector<std::string> loopbackOf(const std::string& url) {
    const gst::Unique<GUri, g_uri_unref> uri(g_uri_parse(url.c_str(), G_URI_FLAGS_NONE, nullptr));
    const std::string host = uri && g_uri_get_host(uri.get()) ? g_uri_get_host(uri.get()) : "";
    if (host == "::1")
        return {"::1"};
    if (host == "localhost" || host.starts_with("127."))
        return {"127.0.0.1"};
    return {};
}

} // namespace

Publication::Publication(config::Publish settings, fanout::Feed& feed, const viewer::House& house,
                         HttpClient& http, PublishMetrics& metrics)
    : settings_(std::move(settings))
    , feed_(feed)
    , house_(house)
    , http_(http)
    , farewells_(std::make_shared<Farewells>(http))
    , metrics_(metrics)
    , demand_(feed)
    , observer_(feed, [this](const camera::State&) { onCameraState(); }) {
    if (house_.ice.localAddresses.empty())
        house_.ice.localAddresses = loopbackOf(settings_.url);
    configuredIce_ = house_.ice;
    metrics_.up.with({settings_.name});
    metrics_.failures.with({settings_.name});
    setPhase(Phase::Waiting, "the camera has given no picture yet");
    onCameraState();
}

Publication::~Publication() {
    metrics_.remove(settings_.name);
}

void Publication::onCameraState() {
    const auto caps = feed_.camera().caps();
    if (!caps || again_.running())
        return;
    // One that comes back as it was goes on in the same connection.
    if (viewer_ && camera::sameOffer(caps_.get(), caps.get()))
        return;
    if (viewer_)
        util::log::info(util::log::About("publish").camera(settings_.camera), settings_.name,
                        ": the camera came back with another H.264 profile and is published anew");
    attempt();
}

void Publication::attempt() {
    endSession();
    caps_ = feed_.camera().caps();
    if (!caps_)
        return setPhase(Phase::Waiting, "the camera has given no picture yet");
    setPhase(Phase::Connecting, "it is being connected");
    const auto lose = [this](const std::string& code, const std::string& message) {
        onLost(code, message);
    };
    try {
        viewer_ = std::make_unique<viewer::Viewer>(
            "publish-" + settings_.name, feed_, house_, util::Clock::now(),
            viewer::Viewer::Events{
                [this](const std::string& sdp) { onDescription(sdp); },
                [this](const std::string& candidate, unsigned) { onCandidate(candidate); }, lose,
                lose,
                [this](bool slow) {
                    util::log::info(
                        util::log::About("publish").camera(settings_.camera), settings_.name,
                        ": the network to ", config::shownEndpoint(settings_.url),
                        slow ? " is too slow for the picture" : " is fast enough again");
                },
                [this] { onGathered(); },
                [this] {
                    onConnected();
                }},
            std::nullopt,
            std::make_shared<fanout::KeyframeBudget>(fanout::KeyframeBudget::kServerRefill));
    } catch (const gst::BuildError& error) {
        house_.ice = configuredIce_; // what the server named may be what was wrong
        fail(error.what(), camera::BackOff::kMost);
    }
}

void Publication::onDescription(const std::string& sdp) {
    sdp_ = sdp;
    patience_.once(kGatherPatience, [this] { post(); });
}

void Publication::onCandidate(const std::string& candidate) {
    if (candidate.empty() || gathered_)
        return;
    if (posted_)
        client_->trickle(fragmentOf(sdp_, {candidate}, false));
    else
        candidates_.push_back(candidate);
}

void Publication::onGathered() {
    if (std::exchange(gathered_, true) || sdp_.empty())
        return;
    if (posted_)
        client_->trickle(fragmentOf(sdp_, {}, true));
    else
        post();
}

void Publication::post() {
    patience_.stop();
    posted_ = true;
    client_ = std::make_unique<WhipClient>(
        http_, farewells_, settings_.url, settings_.token,
        WhipClient::Events{[this](const WhipClient::Accepted& accepted) { onAccepted(accepted); },
                           [this](const WhipClient::Refused& refused) {
                               const auto rest = refused.lasting ? camera::BackOff::kMost : 0ms;
                               fail(refused.why, std::max<std::chrono::milliseconds>(
                                                     rest, refused.retryAfter.value_or(0s)));
                           }});
    client_->offer(offerWith(sdp_, std::exchange(candidates_, {}), gathered_));
}

void Publication::onAccepted(const WhipClient::Accepted& accepted) {
    offeredIce_ = accepted.iceServers;
    const auto answer = signalling::checkAnswer(accepted.answer, signalling::ourOffer());
    if (!answer) {
        const bool refused = answer.error().code == "cannot-play";
        return fail(config::shownEndpoint(settings_.url) +
                        (refused ? " does not take the camera's H.264"
                                 : " does not answer as a WHIP server: " + answer.error().message),
                    camera::BackOff::kMost);
    }
    viewer_->setAnswer(answer.value().sdp);
}

void Publication::onConnected() {
    liveSince_ = util::Clock::now();
    setPhase(Phase::Live, "");
    told_.clear();
    util::log::info(util::log::About("publish").camera(settings_.camera), settings_.name, ": ",
                    settings_.camera, " is published to ", config::shownEndpoint(settings_.url));
}

void Publication::check(util::Clock::time_point now) {
    if (phase_ == Phase::Live && now - liveSince_ >= kSteady)
        backOff_.reset();
    if (viewer_)
        viewer_->check(now, 0s);
}

// In a publisher's words: a viewer speaks of browsers.
void Publication::onLost(const std::string& code, const std::string& message) {
    const auto at = config::shownEndpoint(settings_.url);
    if (phase_ != Phase::Live && (code == "timeout" || code == "ice")) {
        if (!client_)
            return fail("no connection within 10 s", 0ms);
        if (!client_->hasSession())
            return fail(at + " does not answer", 0ms);
        // What the server named may be what was missing.
        if (configuredIce_.stunServer.empty() && configuredIce_.turnServers.empty()) {
            house_.ice.stunServer = offeredIce_.stun;
            house_.ice.turnServers.clear();
            if (!offeredIce_.turn.empty())
                house_.ice.turnServers = {offeredIce_.turn};
        }
        return fail(at + " and this server do not reach each other by UDP", 0ms);
    }
    if (code == "ice" || code == "silent")
        return fail("the connection to " + at + " was lost", 0ms);
    fail(message, 0ms);
}

void Publication::endSession() {
    patience_.stop();
    again_.stop();
    client_.reset(); // with a DELETE
    viewer_.reset();
    caps_.reset();
    sdp_.clear();
    candidates_.clear();
    gathered_ = posted_ = false;
}

void Publication::fail(std::string why, std::chrono::milliseconds atLeast) {
    endSession();
    metrics_.failures.with({settings_.name})->add();
    const auto wait = std::max(backOff_.next(), atLeast);
    const auto now = util::Clock::now();
    if (told_ != why || now - toldAt_ >= kTellAgain) {
        toldAt_ = now;
        told_ = why;
        util::log::warning(util::log::About("publish").camera(settings_.camera), settings_.name,
                           ": ", why, "; it is tried again in ",
                           std::chrono::ceil<std::chrono::seconds>(wait).count(), " s");
    }
    setPhase(Phase::Waiting, std::move(why));
    again_.once(wait, [this] { attempt(); });
}

void Publication::setPhase(Phase phase, std::string reason) {
    phase_ = phase;
    reason_ = std::move(reason);
    metrics_.up.with({settings_.name})->set(phase == Phase::Live ? 1 : 0);
}

} // namespace vitrine::publish
