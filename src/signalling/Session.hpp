// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "signalling/Guest.hpp"
#include "signalling/Message.hpp"
#include "signalling/PageSocket.hpp"
#include "util/MainLoop.hpp"
#include "util/TokenBucket.hpp"

#include <libsoup/soup.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace vitrine::signalling {

/// One WebSocket of the page: a viewer that comes when its camera is live, and goes with the
/// socket.
///
/// Where the socket breaks without a word while the picture goes on, the viewer stays for a grace
/// time: the page may come back with another socket, and the session's key, and not see a thing of
/// it.
///
/// Whatever a stranger sends ends at most this session, with an `error` that says why.
///
/// Owner: Sessions. Thread: main. Calls out on: main (`onEnd`, posted, exactly once).
class Session final : public Guest {
  public:
    /// `seenAt` is the IP address the socket came from, `messages` how many it may send.
    Session(gst::Ref<SoupWebsocketConnection> socket, std::string seenAt, fanout::Feed& feed,
            const viewer::House& house, std::unique_ptr<viewer::Registry::Ticket> ticket,
            util::TokenBucket messages, std::function<void()> onEnd);

    /// Says goodbye and closes.
    void end(const std::string& reason) override;
    void kick(const std::string& reason) override;

    /// Whether this query of a URL asks to take the session over.
    bool isAskedForBy(std::string_view query) const noexcept;
    /// Goes on with another socket.
    void resume(gst::Ref<SoupWebsocketConnection> socket, std::string seenAt);
    /// Ends it when its viewer is dead or hopelessly slow, or its socket gone for too long; to be
    /// called now and then.
    void check(util::Clock::time_point now, const config::Limits& limits) override;

    ViewerFacts facts() const override;

  private:
    enum class Negotiation { None, Offered, Answered, Replaced };

    PageSocket::Events socketEvents();
    void onSocketClosed(bool meant);
    void onText(std::string_view text);
    void handle(const ClientMessage& message);
    void onAnswer(const std::string& sdp);
    void onCandidate(const Candidate& candidate);
    void onPing(const Ping& ping);
    void onPlayout(const Playout& playout);
    void onReport(const Report& report);
    void onChecks(const Checks& checks);
    void onDetour(const Trouble& trouble) override;
    void onResync();
    void onSubscribe(const Subscribe& subscribe);
    void sendStats();
    const char* playoutMode() const;
    void onCameraState(const camera::State& state);
    void makeViewer();
    void onSlow(bool slow);
    void send(const std::string& message);
    void fail(const std::string& code, const std::string& message,
              unsigned short closeCode = SOUP_WEBSOCKET_CLOSE_POLICY_VIOLATION);
    void lose(const std::string& code, const std::string& message);
    void giveUp(const std::string& code, const Trouble& trouble);
    void close(unsigned short code, const std::string& reason);

    PageSocket socket_;
    util::Clock::time_point socketGone_{};
    std::string key_;
    util::TokenBucket messages_;
    std::size_t candidates_ = 0; // taken from the viewer
    fanout::Feed::Observer observer_;
    gst::Ref<GstCaps> offeredCaps_;
    Negotiation negotiation_ = Negotiation::None;
    std::optional<config::Latency> playout_; // as the page wishes
    Report report_;
    std::uint64_t resyncs_ = 0;
    // A page pings a few times a second at most. One that reads no answers must not make them pile
    // up.
    util::TokenBucket pongs_{20, 20};
    util::Timer stats_;
};

} // namespace vitrine::signalling
