// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "fanout/Feeds.hpp"
#include "signalling/Session.hpp"
#include "signalling/WhepSession.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::signalling {

/// Every session there is, of WebSockets and of WHEP.
///
/// Owner: Daemon. Thread: main.
class Sessions {
  public:
    Sessions(viewer::Registry& registry, const viewer::House& house)
        : registry_(registry)
        , house_(house) {}
    Sessions(const Sessions&) = delete;
    Sessions& operator=(const Sessions&) = delete;
    ~Sessions() = default;

    /// Where one more viewer of a camera is to go instead; nothing while there is room here.
    using Elsewhere = std::function<std::optional<std::string>(std::string_view camera)>;
    void setElsewhere(Elsewhere elsewhere) { elsewhere_ = std::move(elsewhere); }

    /// Takes over a socket that was opened for a camera from an IP address; sends it elsewhere
    /// with a `redirect`, or refuses it with an `error` when a limit is reached. `query` is that of
    /// its URL: it may name a session that goes on with this socket.
    void accept(SoupWebsocketConnection* socket, const std::string& seenAt, fanout::Feed& feed,
                std::string_view query, viewer::Identity identity = {});

    /// Takes an offer that was posted for a camera from an IP address; `answered` is called once,
    /// possibly from within, as WhepSession::Answered says.
    void offer(SdpOffer offer, const std::string& seenAt, fanout::Feed& feed,
               WhepSession::Answered answered, viewer::Identity identity = {});

    /// The session that an offer for this camera made; null when there is none, or no more. Not to
    /// be kept.
    WhepSession* findWhep(std::string_view camera, std::string_view key) const;

    /// Whether the query of a URL names a session of this camera that there is: nobody new.
    bool knows(std::string_view camera, std::string_view query) const {
        return find(camera, query) != nullptr;
    }

    /// How many viewers from this IP address are still connecting, one /64 of IPv6 being one
    /// address; 0 for an address that is not counted (util::peerKey).
    std::size_t joiningFrom(const std::string& address) const;

    /// Says goodbye to everybody, and from now on to whoever comes.
    void endAll(const std::string& reason);

    /// Says goodbye to a camera's viewers; none of them is left when this returns. Not from within
    /// a session.
    void endAllOf(const std::string& camera, const std::string& reason);

    /// A viewer's peer connection, to be drawn; empty when there is none.
    gst::Ref<GstElement> pipelineOf(std::uint64_t id) const;

    /// Says goodbye to one viewer for good; false when there is none with this number.
    bool kick(std::uint64_t id, const std::string& reason);

    /// Everybody who is here, in the order of coming.
    std::vector<ViewerFacts> viewers() const;

    std::size_t count() const noexcept { return sessions_.size(); }

  private:
    Session* find(std::string_view camera, std::string_view query) const;
    std::function<void()> onEndOf(std::uint64_t id);
    void add(std::unique_ptr<Guest> guest);
    void check();

    viewer::Registry& registry_;
    const viewer::House& house_;
    std::map<std::uint64_t, std::unique_ptr<Guest>> sessions_; // by the ticket's number
    util::Timer checks_;                                       // while there are sessions
    util::Clock::time_point lastCheck_{};
    std::string ending_; // why whoever still comes is told goodbye; empty: nobody is
    Elsewhere elsewhere_ = [](std::string_view) -> std::optional<std::string> {
        return std::nullopt;
    };
    util::Token token_;
};

} // namespace vitrine::signalling
