// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "signalling/WhepSession.hpp"

#include "camera/Offer.hpp"
#include "gst/CaptureTime.hpp"
#include "gst/Error.hpp"
#include "gst/PlayoutDelay.hpp"
#include "signalling/CandidateCheck.hpp"
#include "signalling/IceFragment.hpp"
#include "signalling/IceLinks.hpp"
#include "signalling/SessionKey.hpp"
#include "util/Log.hpp"

#include <algorithm>
#include <utility>

namespace vitrine::signalling {
namespace {

using namespace std::chrono_literals;

// Shorter than what a request may take (http::Connections::kRequestDeadline).
constexpr auto kCameraPatience = 7s;
// A STUN or TURN server that does not answer must not keep the other candidates.
constexpr auto kGatherPatience = 2s;

// As for a WebSocket's session.
constexpr std::size_t kMostCandidates = 64;

std::optional<std::uint8_t> idOf(const VideoChoice& choice, std::string_view uri) {
    for (const auto& [id, name] : choice.headerExtensions)
        if (name == uri)
            return static_cast<std::uint8_t>(id);
    return std::nullopt;
}

OurVideo describe(const GstCaps* caps, config::SendPath path) {
    return {camera::profileLevelId(caps),
            {gst::kPlayoutDelayUri, gst::kCaptureTimeUri},
            path == config::SendPath::Express};
}

} // namespace

WhepSession::WhepSession(SdpOffer offer, std::string seenAt, fanout::Feed& feed,
                         const viewer::House& house,
                         std::unique_ptr<viewer::Registry::Ticket> ticket,
                         util::TokenBucket messages, Answered answered, std::function<void()> onEnd)
    : Guest(std::move(seenAt), feed, house, std::move(ticket), std::move(onEnd))
    , offer_(std::move(offer))
    , messages_(messages)
    , answered_(std::move(answered))
    , created_{newSessionKey(), newSessionKey(), {}, iceServerLinks(iceServers())}
    , observer_(feed, [this](const camera::State&) { onCameraState(); }) {
    patience_.once(kCameraPatience, [this] {
        const auto& reason = this->feed().camera().state().reason;
        refuse("away", "the camera gives no picture" + (reason.empty() ? "" : ": " + reason));
    });
    onCameraState();
}

void WhepSession::onCameraState() {
    const auto caps = feed().camera().caps();
    if (ended() || !caps)
        return;
    if (!caps_)
        return accept(caps);
    // A new profile needs a new offer, and only the client makes one.
    if (!camera::sameOffer(caps_.get(), caps.get()))
        refuse("changed", "the camera came back with another H.264 profile");
}

void WhepSession::accept(const gst::Ref<GstCaps>& caps) {
    patience_.stop();
    ours_ = describe(caps.get(), house().sendPath);
    const auto choice = chooseVideo(offer_, ours_);
    if (!choice)
        return refuse(choice.error().code, choice.error().message);
    choice_ = choice.value();
    caps_ = caps;
    try {
        makeViewer();
    } catch (const gst::BuildError& error) {
        util::log::error(about(), error.what());
        refuse("internal", error.what());
    }
}

void WhepSession::makeViewer() {
    const auto theirs = offeredCandidates();
    hearOffered();
    candidatesTaken_ = theirs.size();
    const viewer::StreamNumbers numbers{static_cast<std::uint8_t>(choice_.payloadType),
                                        idOf(choice_, gst::kPlayoutDelayUri),
                                        idOf(choice_, gst::kCaptureTimeUri)};
    viewer_ = std::make_unique<viewer::Viewer>(
        name(), feed(), house(), came(),
        viewer::Viewer::Events{
            [this](const std::string& sdp) { onDescription(sdp); },
            [this](const std::string& candidate, unsigned) {
                if (candidate.empty())
                    return;
                story().debug("is told our candidate ", candidate);
                rendezvous_.tell(candidate);
                candidates_.push_back(candidate);
            },
            [this](const std::string& code, const std::string& message) { refuse(code, message); },
            [this](const std::string& code, const std::string& message) { lose(code, message); },
            [](bool) {}, // there is no way to tell
            [this] {
                onGathered();
            }},
        viewer::RemoteOffer{offerForWebrtcbin(offer_, choice_, ours_, theirs), numbers});
}

std::vector<std::string> WhepSession::offeredCandidates() const {
    std::vector<std::string> all;
    for (const auto place : choice_.sharing) {
        const auto& level = offer_.media[place].level;
        all.insert(all.end(), level.candidates.begin(), level.candidates.end());
        for (const auto& hidden : level.hiddenCandidates) {
            const auto checked = checkCandidate(hidden, hiddenAddress());
            if (checked && checked.value().use == CheckedCandidate::Use::Add)
                all.push_back(checked.value().text);
        }
    }
    all.resize(std::min(all.size(), kMostCandidates));
    return all;
}

void WhepSession::hearOffered() {
    const bool known = !hiddenAddress().empty(); // then the hidden ones were put in by it
    for (const auto place : choice_.sharing) {
        const auto& level = offer_.media[place].level;
        rendezvous_.hearAll(level.candidates, false);
        rendezvous_.hearAll(level.hiddenCandidates, !known);
    }
}

std::vector<std::string> WhepSession::transportMids() const {
    std::vector<std::string> mids;
    for (const auto place : choice_.sharing)
        if (const auto& mid = offer_.media[place].level.mid)
            mids.push_back(*mid);
    return mids;
}

void WhepSession::onDescription(const std::string& sdp) {
    const auto own = readOwnAnswer(sdp);
    if (!own)
        return refuse(own.error().code, own.error().message);
    transport_ = own.value();
    patience_.once(kGatherPatience, [this] { onGathered(); });
}

void WhepSession::onGathered() {
    if (ended() || !transport_ || !answered_)
        return;
    patience_.stop();
    created_.answer = writeAnswer(offer_, choice_, ours_, *transport_, candidates_,
                                  feed().settings().id, ticket().id());
    rendezvous_.answered();
    std::exchange(answered_, nullptr)(created_);
}

util::Error WhepSession::trickle(std::string_view text) {
    if (!messages_.take())
        return {"too-many-messages", "more requests than [limits] messages allows; send fewer"};
    const auto& level = offer_.media[choice_.transport].level;
    const auto fragment = readFragment(text, transportMids(), hiddenAddress());
    if (!fragment)
        return fragment.error();
    const auto& [ufrag, password, candidates, hidden, end] = fragment.value();
    if ((ufrag && ufrag != level.ufrag) || (password && password != level.password))
        return {"restart",
                "a=ice-ufrag or a=ice-pwd is not the offer's: ICE is not restarted here; "
                "make a new session"};
    rendezvous_.hearAll(candidates, false);
    rendezvous_.hearAll(hidden, true);
    for (const auto& candidate : candidates)
        if (candidatesTaken_++ < kMostCandidates) {
            story().debug("has the candidate ", candidate);
            viewer_->addCandidate(candidate, 0);
        }
    if (end)
        rendezvous_.complete();
    if (end && !rendezvous_.waiting())
        viewer_->addCandidate("", 0);
    return {};
}

void WhepSession::remove() {
    tellGivenUp();
    leave("closed");
}

void WhepSession::end(const std::string& reason) {
    if (answered_)
        std::exchange(answered_, nullptr)(util::Error{"full", reason});
    leave("bye");
}

void WhepSession::kick(const std::string& reason) {
    refuse("kicked", reason);
}

void WhepSession::lose(const std::string& code, const std::string& message) {
    if (answered_)
        return refuse(code, message);
    if (ended())
        return;
    if (viewer_->connected())
        tellLoss(message);
    else
        explainFailure();
    leave(code);
}

// Nothing will come of it any more; whoever still waits for an answer is told why.
void WhepSession::refuse(const std::string& code, const std::string& message) {
    if (ended())
        return;
    util::log::info(aboutEnd(), logName(), " ended: ", message);
    if (answered_)
        std::exchange(answered_, nullptr)(util::Error{code, message});
    leave(code);
}

} // namespace vitrine::signalling
