// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "tools/loadviewer/Endpoint.hpp"
#include "tools/loadviewer/Stun.hpp"

#include <functional>
#include <string>
#include <vector>

namespace vitrine::loadviewer {

struct IceCredentials {
    std::string fragment;
    std::string password;
};

/// Fresh credentials of the lengths browsers use: 4 and 24 characters (RFC 8839 section 5.4).
IceCredentials newIceCredentials();

/// The priority of an only host candidate: type preference 126 (RFC 8445 section 5.1.2.1).
inline constexpr std::uint32_t kHostPriority = (126U << 24U) | (65535U << 8U) | 255U;

/// A full ICE agent in the controlled role, with one component on one UDP socket: what a viewer
/// needs towards a server that offers (RFC 8445), and consent afterwards (RFC 7675).
///
/// Left out, since no server of ours asks for it: gathering from STUN and TURN servers, IPv6, TCP,
/// the controlling role, frozen pairs.
/// Owner: the Viewer. Thread: its shard's. Calls out on: the same, within onPacket() and tick().
class IceAgent {
  public:
    using Send = std::function<void(const Endpoint&, Bytes)>;

    explicit IceAgent(Send send);

    const IceCredentials& local() const { return local_; }
    /// What the offer says; checks start with it.
    void setRemote(IceCredentials credentials) { remote_ = std::move(credentials); }
    /// A candidate of the server; its first check goes out with the next tick().
    void addRemoteCandidate(const Endpoint& endpoint, std::uint32_t priority);

    /// Takes one STUN packet. Anything that is not valid and meant for us is dropped silently, as
    /// RFC 8445 section 7.3 asks.
    void onPacket(const Endpoint& from, Bytes packet, Clock::time_point now);
    /// Sends what is due: checks, their retransmissions, consent.
    void tick(Clock::time_point now);

    /// Where to send, once the server has nominated a pair that works in both directions.
    std::optional<Endpoint> selected() const;
    /// Whether the server left our checks unanswered for 30 s after a pair was selected.
    bool consentLost(Clock::time_point now) const;

  private:
    enum class State { Waiting, InProgress, Succeeded, Failed };

    /// A pair of our one local candidate and a remote one.
    struct Pair {
        Endpoint remote;
        std::uint32_t priority = 0;
        State state = State::Waiting;
        bool nominated = false;
        int sent = 0;
        Clock::time_point nextSend{};
        Clock::time_point lastAnswer{};
        stun::TransactionId transaction{};
    };

    void onRequest(const Endpoint& from, const stun::Message& request, Clock::time_point now);
    void onResponse(const Endpoint& from, const stun::Message& response, Clock::time_point now);
    void sendCheck(Pair& pair, Clock::time_point now);
    Pair& pairWith(const Endpoint& remote, std::uint32_t priority);
    const Pair* best() const;

    Send send_;
    IceCredentials local_ = newIceCredentials();
    std::optional<IceCredentials> remote_;
    std::array<std::uint8_t, 8> tieBreaker_{};
    std::vector<Pair> pairs_;
};

} // namespace vitrine::loadviewer
