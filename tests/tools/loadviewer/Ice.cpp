// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "tools/loadviewer/Ice.hpp"

#include "tools/loadviewer/ByteOrder.hpp"

#include <openssl/rand.h>

#include <algorithm>

namespace vitrine::loadviewer {

using namespace std::chrono_literals;

namespace {

constexpr auto kFirstRetransmission = 100ms;
constexpr int kMostTransmissions = 7;
constexpr auto kConsentInterval = 5s;
constexpr auto kConsentLife = 30s;
/// Enough for any real server; a stranger cannot make us remember more.
constexpr std::size_t kMostPairs = 32;
/// What a check of ours would be worth as a candidate (peer-reflexive, RFC 8445 section 7.1.1).
constexpr std::uint32_t kReflexivePriority = (110U << 24U) | (65535U << 8U) | 255U;

std::string randomText(std::size_t length) {
    static constexpr std::string_view kLetters =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text(length, '\0');
    RAND_bytes(reinterpret_cast<unsigned char*>(text.data()), static_cast<int>(length));
    for (auto& letter : text)
        letter = kLetters[static_cast<unsigned char>(letter) % kLetters.size()];
    return text;
}

} // namespace

IceCredentials newIceCredentials() {
    return {randomText(4), randomText(24)};
}

IceAgent::IceAgent(Send send)
    : send_(std::move(send)) {
    RAND_bytes(tieBreaker_.data(), static_cast<int>(tieBreaker_.size()));
}

void IceAgent::addRemoteCandidate(const Endpoint& endpoint, std::uint32_t priority) {
    if (pairs_.size() < kMostPairs)
        pairWith(endpoint, priority);
}

void IceAgent::onPacket(const Endpoint& from, Bytes packet, Clock::time_point now) {
    const auto message = stun::Message::parse(packet);
    if (!message || !remote_)
        return;
    if (message->type() == stun::Type::BindingRequest)
        onRequest(from, *message, now);
    else if (message->type() == stun::Type::BindingResponse)
        onResponse(from, *message, now);
}

void IceAgent::onRequest(const Endpoint& from, const stun::Message& request,
                         Clock::time_point now) {
    const auto username = request.find(stun::Attribute::Username);
    const auto expected = local_.fragment + ':' + remote_->fragment;
    if (!username || !std::ranges::equal(*username, expected) ||
        !request.integrityHolds(local_.password) || !request.fingerprintHolds())
        return;
    stun::Writer answer(stun::Type::BindingResponse, request.transaction());
    answer.addMappedAddress(from);
    send_(from, answer.finish(local_.password));

    const auto priority = request.find(stun::Attribute::Priority);
    const bool known = std::ranges::any_of(pairs_, [&](auto& pair) { return pair.remote == from; });
    if (!known && pairs_.size() >= kMostPairs)
        return;
    auto& pair = pairWith(from, priority && priority->size() == 4 ? readU32(priority->data()) : 0);
    if (request.find(stun::Attribute::UseCandidate))
        pair.nominated = true;
    // A triggered check: the way there works, so do not wait for our own turn.
    if (pair.state == State::Waiting || pair.state == State::Failed) {
        pair.sent = 0;
        sendCheck(pair, now);
    }
}

void IceAgent::onResponse(const Endpoint& from, const stun::Message& response,
                          Clock::time_point now) {
    if (!response.integrityHolds(remote_->password) || !response.fingerprintHolds())
        return;
    for (auto& pair : pairs_) {
        // The answer must come from where the check went (RFC 8445 section 7.2.5.2.1).
        if (pair.transaction != response.transaction() || !(pair.remote == from) || pair.sent == 0)
            continue;
        pair.state = State::Succeeded;
        pair.sent = 0;
        pair.nextSend = now + kConsentInterval;
        pair.lastAnswer = now;
    }
}

void IceAgent::tick(Clock::time_point now) {
    if (!remote_)
        return;
    const auto* chosen = best();
    for (auto& pair : pairs_) {
        const bool consent = &pair == chosen && now >= pair.nextSend;
        const bool check = pair.state == State::Waiting ||
                           (pair.state == State::InProgress && now >= pair.nextSend);
        if (check && pair.sent >= kMostTransmissions)
            pair.state = State::Failed;
        else if (check || consent)
            sendCheck(pair, now);
    }
}

void IceAgent::sendCheck(Pair& pair, Clock::time_point now) {
    // A retransmission repeats its transaction, so that a late answer still counts.
    if (pair.sent == 0 || pair.state == State::Succeeded)
        pair.transaction = stun::newTransaction();
    if (pair.state == State::Succeeded) {
        pair.sent = 1;
        pair.nextSend = now + kConsentInterval;
    } else {
        pair.state = State::InProgress;
        pair.nextSend = now + kFirstRetransmission * (1 << pair.sent++);
    }
    stun::Writer check(stun::Type::BindingRequest, pair.transaction);
    check.addText(stun::Attribute::Username, remote_->fragment + ':' + local_.fragment)
        .addU32(stun::Attribute::Priority, kReflexivePriority)
        .add(stun::Attribute::IceControlled, tieBreaker_);
    send_(pair.remote, check.finish(remote_->password));
}

IceAgent::Pair& IceAgent::pairWith(const Endpoint& remote, std::uint32_t priority) {
    const auto known =
        std::ranges::find_if(pairs_, [&](const Pair& pair) { return pair.remote == remote; });
    if (known != pairs_.end())
        return *known;
    Pair pair;
    pair.remote = remote;
    pair.priority = priority;
    return pairs_.emplace_back(pair);
}

const IceAgent::Pair* IceAgent::best() const {
    const Pair* chosen = nullptr;
    for (const auto& pair : pairs_)
        if (pair.nominated && pair.state == State::Succeeded &&
            (!chosen || pair.priority > chosen->priority))
            chosen = &pair;
    return chosen;
}

std::optional<Endpoint> IceAgent::selected() const {
    const auto* chosen = best();
    return chosen ? std::optional(chosen->remote) : std::nullopt;
}

bool IceAgent::consentLost(Clock::time_point now) const {
    const auto* chosen = best();
    return chosen && now - chosen->lastAnswer > kConsentLife;
}

} // namespace vitrine::loadviewer
