// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "tools/loadviewer/JanusSignalling.hpp"

namespace vitrine::loadviewer {

using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t kMountpoint = 1;
/// Janus forgets a session that is silent for 60 s.
constexpr auto kKeepAliveInterval = 25s;

} // namespace

void JanusSignalling::onOpen() {
    socket().sendText(janus::create());
}

void JanusSignalling::onText(std::string_view text) {
    const auto message = janus::parse(text);
    if (const auto* success = std::get_if<janus::Success>(&message))
        onSuccess(*success);
    else if (const auto* offer = std::get_if<janus::Offer>(&message))
        tellOffer(offer->sdp);
    else if (const auto* candidate = std::get_if<janus::Candidate>(&message))
        tellCandidate(candidate->candidate);
    else if (const auto* failure = std::get_if<janus::Failure>(&message))
        // The WebSocket stays open after an error, so that the end is ours.
        giveUp(failure->reason);
}

void JanusSignalling::onSuccess(const janus::Success& success) {
    if (success.transaction == janus::kCreate) {
        ids_.session = success.id;
        nextKeepAlive_ = Clock::now() + kKeepAliveInterval;
        socket().sendText(janus::attach(ids_.session));
    } else if (success.transaction == janus::kAttach) {
        ids_.handle = success.id;
        socket().sendText(janus::watch(ids_, kMountpoint));
    }
}

void JanusSignalling::sendAnswer(const std::string& sdp) {
    socket().sendText(janus::start(ids_, sdp));
}

void JanusSignalling::sendCandidate(const std::string& candidate) {
    socket().sendText(janus::trickle(ids_, candidate));
}

void JanusSignalling::tick(Clock::time_point now) {
    if (ids_.session == 0 || now < nextKeepAlive_)
        return;
    nextKeepAlive_ = now + kKeepAliveInterval;
    socket().sendText(janus::keepAlive(ids_.session));
}

void JanusSignalling::sendBye() {
    if (ids_.session != 0)
        socket().sendText(janus::destroy(ids_.session));
}

} // namespace vitrine::loadviewer
