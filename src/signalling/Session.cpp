// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "signalling/Session.hpp"

#include "camera/Offer.hpp"
#include "camera/Playout.hpp"
#include "gst/Error.hpp"
#include "signalling/CandidateCheck.hpp"
#include "signalling/OurOffer.hpp"
#include "signalling/SessionKey.hpp"
#include "signalling/StageTimes.hpp"
#include "util/Log.hpp"

#include <algorithm>
#include <utility>

namespace vitrine::signalling {
namespace {

using namespace std::chrono_literals;

// libnice takes 25 for a component (NICE_AGENT_MAX_REMOTE_CANDIDATES); webrtcbin keeps all that
// come before the answer.
constexpr std::size_t kMostCandidates = 64;

const char* wordFor(camera::Phase phase) {
    switch (phase) {
    case camera::Phase::Live:
        return "live";
    case camera::Phase::Offline:
        return "offline";
    case camera::Phase::Idle:
    case camera::Phase::Starting:
    case camera::Phase::Stopping:
        break;
    }
    return "starting";
}

config::Latency latencyOf(Playout::Mode mode) {
    switch (mode) {
    case Playout::Mode::Balanced:
        return config::Latency::Balanced;
    case Playout::Mode::Smooth:
        return config::Latency::Smooth;
    case Playout::Mode::Instant:
        break;
    }
    return config::Latency::Instant;
}

template <typename... Handlers>
struct Overloaded : Handlers... {
    using Handlers::operator()...;
};
template <typename... Handlers>
Overloaded(Handlers...) -> Overloaded<Handlers...>;

} // namespace

Session::Session(gst::Ref<SoupWebsocketConnection> socket, std::string seenAt, fanout::Feed& feed,
                 const viewer::House& house, std::unique_ptr<viewer::Registry::Ticket> ticket,
                 util::TokenBucket messages, std::function<void()> onEnd)
    : Guest(std::move(seenAt), feed, house, std::move(ticket), std::move(onEnd))
    , socket_(std::move(socket), socketEvents())
    , key_(newSessionKey())
    , messages_(messages)
    , observer_(feed, [this](const camera::State& state) { onCameraState(state); }) {
    onCameraState(feed.camera().state());
}

ViewerFacts Session::facts() const {
    auto facts = Guest::facts();
    facts.report = report_;
    facts.playout = playoutMode();
    facts.resyncs = resyncs_;
    return facts;
}

PageSocket::Events Session::socketEvents() {
    return {[this](std::string_view text) { onText(text); },
            [this](const std::string& code, const std::string& message, unsigned short closeCode) {
                fail(code, message, closeCode);
            },
            [this](bool meant) { onSocketClosed(meant); },
            [this] {
                if (ended())
                    return;
                util::log::info(aboutEnd(), logName(), " ended: it does not read what it is told");
                close(SOUP_WEBSOCKET_CLOSE_POLICY_VIOLATION, "unread");
            }};
}

void Session::onSocketClosed(bool meant) {
    if (meant || !viewer_ || !viewer_->connected()) {
        tellGivenUp();
        return close(0, "closed");
    }
    story().debug("its socket broke; the picture goes on until another takes over");
    socket_.forget();
    socketGone_ = util::Clock::now();
}

bool Session::isAskedForBy(std::string_view query) const noexcept {
    return !ended() && asksFor(query, key_);
}

void Session::resume(gst::Ref<SoupWebsocketConnection> socket, std::string seenAt) {
    story().debug("goes on with another socket, from ", seenAt);
    socket_.replace(std::move(socket));
    comesFrom(std::move(seenAt));
    if (viewer_ && !viewer_->connected())
        offeredCaps_.reset(); // what was offered was lost with the old socket
    onCameraState(feed().camera().state());
}

void Session::check(util::Clock::time_point now, const config::Limits& limits) {
    if (!ended() && !socket_.there() && now - socketGone_ >= limits.reconnectGrace)
        close(0, "closed");
    Guest::check(now, limits);
}

void Session::onText(std::string_view text) {
    if (ended())
        return;
    if (!messages_.take())
        return fail("too-many-messages", "more messages than [limits] messages allows; send fewer");
    const auto message = parseClientMessage(text);
    if (message)
        handle(message.value());
    else
        fail(message.error().code, message.error().message);
}

void Session::handle(const ClientMessage& message) {
    std::visit(Overloaded{[this](const Answer& answer) { onAnswer(answer.sdp); },
                          [this](const Candidate& candidate) { onCandidate(candidate); },
                          [this](const Ping& ping) { onPing(ping); },
                          [this](const Playout& playout) { onPlayout(playout); },
                          [this](const Report& report) { onReport(report); },
                          [this](const Checks& checks) { onChecks(checks); },
                          [this](const Resync&) { onResync(); },
                          [this](const Subscribe& subscribe) { onSubscribe(subscribe); },
                          [this](const Bye&) {
                              tellGivenUp();
                              close(SOUP_WEBSOCKET_CLOSE_NORMAL, "bye");
                          },
                          [](const Unknown&) {
                          }},
               message);
}

void Session::onAnswer(const std::string& sdp) {
    if (negotiation_ == Negotiation::Replaced)
        return; // it answers the offer before, which the next one is about to replace
    if (negotiation_ == Negotiation::None)
        return fail("state", "an answer before the offer; wait for the offer");
    if (negotiation_ == Negotiation::Answered)
        return fail("state", "a second answer; an offer is answered once");
    const auto answer = checkAnswer(sdp, ourOffer());
    if (!answer)
        return fail(answer.error().code, answer.error().message);
    negotiation_ = Negotiation::Answered;
    story().debug("answers");
    rendezvous_.answered();
    rendezvous_.hearAll(answer.value().candidates, false);
    rendezvous_.hearAll(answer.value().hiddenCandidates, true);
    if (answer.value().endOfCandidates)
        rendezvous_.complete();
    viewer_->setAnswer(answer.value().sdp);
}

void Session::onCandidate(const Candidate& candidate) {
    if (!viewer_)
        return fail("state", "a candidate before the offer; wait for the offer");
    const auto checked = checkCandidate(candidate.candidate, hiddenAddress());
    if (!checked)
        return fail(checked.error().code, checked.error().message);
    // Everything is bundled on the first m-line (RFC 9143): candidates for others say nothing new.
    if (candidate.sdpMLineIndex != 0)
        return;
    rendezvous_.hear(candidate.candidate, checked.value());
    if (checked.value().use == CheckedCandidate::Use::End && rendezvous_.waiting())
        return; // more may come of those
    if (checked.value().use != CheckedCandidate::Use::Ignore && candidates_++ < kMostCandidates) {
        story().debug("has the candidate ", checked.value().text);
        viewer_->addCandidate(checked.value().text, 0);
    }
}

void Session::onPing(const Ping& ping) {
    if (pongs_.take())
        send(makePong(ping.id, feed().camera().rtpTimestampNow()));
}

const char* Session::playoutMode() const {
    return camera::playoutWord(playout_.value_or(feed().settings().latency));
}

void Session::onPlayout(const Playout& playout) {
    playout_ = latencyOf(playout.mode);
    story().debug("wishes its picture ", playoutMode());
    if (viewer_)
        viewer_->setPlayout(*playout_);
}

void Session::onReport(const Report& report) {
    report_ = report;
    observeReport(feed(), viewer_.get(), report);
}

void Session::onChecks(const Checks& checks) {
    if (!viewer_)
        return;
    rendezvous_.look(checks);
    if (!viewer_->connected() && !checks.playable)
        giveUp("cannot-play", explainFailure());
}

void Session::onDetour(const Trouble& trouble) {
    send(makeTrouble(trouble));
    send(makeNotice(trouble.code, trouble.sentence));
}

void Session::onResync() {
    ++resyncs_;
    story().debug("is late, says its page: it is brought back");
    feed().metrics().resyncs->add();
    if (viewer_)
        viewer_->resync();
}

void Session::onSubscribe(const Subscribe& subscribe) {
    constexpr auto interval = 1s;
    if (std::ranges::find(subscribe.topics, "stats") == subscribe.topics.end())
        return stats_.stop();
    if (stats_.running())
        return;
    stats_.every(interval, [this] { sendStats(); });
}

void Session::sendStats() {
    if (!viewer_ || !viewer_->sender())
        return;
    auto stats = stageTimes(feed(), *viewer_);
    stats.playout = playoutMode();
    send(makeStats(stats));
}

void Session::onCameraState(const camera::State& state) {
    if (ended())
        return;
    story().debug("is told that ", ticket().camera(), " is ", wordFor(state.phase),
                  state.reason.empty() ? "" : ": ", state.reason);
    send(makeState(wordFor(state.phase), state.reason, state.lastPicture));
    if (state.phase == camera::Phase::Live || state.phase == camera::Phase::Offline)
        makeViewer();
}

void Session::onSlow(bool slow) {
    send(makeNotice("slow", slow ? "the network to this server is too slow for the picture: it "
                                   "leaves parts out"
                                 : ""));
}

void Session::makeViewer() {
    const auto caps = feed().camera().caps();
    // A camera that comes back as it was goes on in the same connection.
    if (!caps || (viewer_ && offeredCaps_ && camera::sameOffer(offeredCaps_.get(), caps.get())))
        return;
    if (!socket_.there()) // nobody is there to take an offer
        return close(0, "closed");
    offeredCaps_ = caps;
    candidates_ = 0;
    rendezvous_ = {};
    if (std::exchange(viewer_, nullptr))
        negotiation_ = Negotiation::Replaced;
    try {
        viewer_ = std::make_unique<viewer::Viewer>(
            name(), feed(), house(), came(),
            viewer::Viewer::Events{[this](const std::string& sdp) {
                                       negotiation_ = Negotiation::Offered;
                                       send(makeOffer(sdp, key_, iceServers()));
                                   },
                                   [this](const std::string& candidate, unsigned mLineIndex) {
                                       story().debug("is told our candidate ", candidate);
                                       rendezvous_.tell(candidate);
                                       send(makeCandidate(candidate, mLineIndex));
                                   },
                                   [this](const std::string& code, const std::string& message) {
                                       fail(code, message);
                                   },
                                   [this](const std::string& code, const std::string& message) {
                                       lose(code, message);
                                   },
                                   [this](bool slow) {
                                       onSlow(slow);
                                   }});
        if (playout_)
            viewer_->setPlayout(*playout_);
    } catch (const gst::BuildError& error) {
        util::log::error(about(), error.what());
        fail("internal", error.what());
    }
}

void Session::send(const std::string& message) {
    if (!ended())
        socket_.send(message);
}

void Session::fail(const std::string& code, const std::string& message, unsigned short closeCode) {
    if (ended())
        return;
    util::log::info(aboutEnd(), logName(), " ended: ", message);
    send(makeError(code, message));
    close(closeCode, code);
}

void Session::lose(const std::string& code, const std::string& message) {
    if (ended())
        return;
    if (!viewer_->connected())
        return giveUp(code, explainFailure());
    tellLoss(message);
    send(makeBye(message));
    close(SOUP_WEBSOCKET_CLOSE_GOING_AWAY, code);
}

void Session::giveUp(const std::string& code, const Trouble& trouble) {
    send(makeTrouble(trouble));
    send(makeBye(trouble.sentence));
    close(SOUP_WEBSOCKET_CLOSE_GOING_AWAY, code);
}

void Session::end(const std::string& reason) {
    if (ended())
        return;
    send(makeBye(reason));
    close(SOUP_WEBSOCKET_CLOSE_GOING_AWAY, "bye");
}

void Session::kick(const std::string& reason) {
    if (ended())
        return;
    util::log::info(aboutEnd().alwaysTold(), logName(), " ended: ", reason);
    send(makeFinalBye(reason));
    close(SOUP_WEBSOCKET_CLOSE_GOING_AWAY, "kicked");
}

void Session::close(unsigned short code, const std::string& reason) {
    if (!leave(reason))
        return;
    stats_.stop();
    socket_.part(code, reason);
}

} // namespace vitrine::signalling
