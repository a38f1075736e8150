// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "signalling/Sessions.hpp"

#include "signalling/Parting.hpp"
#include "util/PeerKey.hpp"

#include <algorithm>

#include <utility>

namespace vitrine::signalling {
namespace {

using namespace std::chrono_literals;

// One timer for all: a viewer's death is seen that much later at most.
constexpr auto kCheckEvery = 500ms;
// After such a pause it was this program that stood still, and what the viewers sent meanwhile is
// yet to be read.
constexpr auto kStoodStill = 2s;

constexpr unsigned short kTryAgainLater = 1013; // IANA, WebSocket Close Code Number Registry
constexpr double kBurstSeconds = 10;            // a page with all its candidates begins with many

util::TokenBucket messageRate(const config::Limits& limits) {
    return {static_cast<double>(limits.messages), kBurstSeconds * limits.messages};
}

} // namespace

void Sessions::accept(SoupWebsocketConnection* socket, const std::string& seenAt,
                      fanout::Feed& feed, std::string_view query, viewer::Identity identity) {
    if (!ending_.empty()) {
        soup_websocket_connection_send_text(socket, makeBye(ending_).c_str());
        return part({socket, gst::share}, SOUP_WEBSOCKET_CLOSE_GOING_AWAY, "bye");
    }
    if (auto* session = find(feed.settings().id, query))
        return session->resume({socket, gst::share}, seenAt);
    if (const auto url = elsewhere_(feed.settings().id)) {
        soup_websocket_connection_send_text(socket, makeRedirect(*url).c_str());
        return part({socket, gst::share}, SOUP_WEBSOCKET_CLOSE_NORMAL, "redirect");
    }
    auto ticket = registry_.admit(feed.settings().id, std::move(identity));
    if (!ticket) {
        const auto& error = ticket.error();
        soup_websocket_connection_send_text(socket, makeError(error.code, error.message).c_str());
        part({socket, gst::share}, kTryAgainLater, error.code);
        return;
    }
    const auto id = ticket.value()->id();
    add(std::make_unique<Session>(gst::Ref<SoupWebsocketConnection>(socket, gst::share), seenAt,
                                  feed, house_, std::move(ticket).value(),
                                  messageRate(registry_.limits()), onEndOf(id)));
}

void Sessions::offer(SdpOffer offer, const std::string& seenAt, fanout::Feed& feed,
                     WhepSession::Answered answered, viewer::Identity identity) {
    if (!ending_.empty())
        return answered(util::Error{"full", ending_});
    auto ticket = registry_.admit(feed.settings().id, std::move(identity));
    if (!ticket)
        return answered(ticket.error());
    const auto id = ticket.value()->id();
    add(std::make_unique<WhepSession>(std::move(offer), seenAt, feed, house_,
                                      std::move(ticket).value(), messageRate(registry_.limits()),
                                      std::move(answered), onEndOf(id)));
}

// Posted: a session must not be destroyed from within itself.
std::function<void()> Sessions::onEndOf(std::uint64_t id) {
    return [this, id, token = token_.weak()] {
        util::post(token, [this, id] { sessions_.erase(id); });
    };
}

void Sessions::add(std::unique_ptr<Guest> guest) {
    const auto id = guest->ticket().id();
    sessions_.emplace(id, std::move(guest));
    if (checks_.running())
        return;
    lastCheck_ = util::Clock::now();
    checks_.every(kCheckEvery, [this] { check(); });
}

Session* Sessions::find(std::string_view camera, std::string_view query) const {
    for (const auto& [id, guest] : sessions_) {
        auto* session = dynamic_cast<Session*>(guest.get());
        if (session && guest->ticket().camera() == camera && session->isAskedForBy(query))
            return session;
    }
    return nullptr;
}

WhepSession* Sessions::findWhep(std::string_view camera, std::string_view key) const {
    for (const auto& [id, guest] : sessions_) {
        auto* session = dynamic_cast<WhepSession*>(guest.get());
        if (session && guest->ticket().camera() == camera && session->isNamed(key))
            return session;
    }
    return nullptr;
}

void Sessions::check() {
    const auto now = util::Clock::now();
    if (now - std::exchange(lastCheck_, now) > kStoodStill)
        return;
    for (const auto& [id, session] : sessions_)
        session->check(now, registry_.limits());
    if (sessions_.empty())
        checks_.stop();
}

std::size_t Sessions::joiningFrom(const std::string& address) const {
    const auto peer = util::peerKey(address);
    if (peer.empty())
        return 0;
    return static_cast<std::size_t>(
        std::count_if(sessions_.begin(), sessions_.end(), [&](const auto& entry) {
            return entry.second->peer() == peer && entry.second->joining();
        }));
}

void Sessions::endAll(const std::string& reason) {
    ending_ = reason;
    for (const auto& [id, session] : sessions_)
        session->end(reason);
}

void Sessions::endAllOf(const std::string& camera, const std::string& reason) {
    std::erase_if(sessions_, [&](const auto& entry) {
        if (entry.second->ticket().camera() != camera)
            return false;
        entry.second->end(reason);
        return true;
    });
}

gst::Ref<GstElement> Sessions::pipelineOf(std::uint64_t id) const {
    const auto found = sessions_.find(id);
    return found == sessions_.end() ? gst::Ref<GstElement>() : found->second->pipeline();
}

bool Sessions::kick(std::uint64_t id, const std::string& reason) {
    const auto found = sessions_.find(id);
    if (found == sessions_.end())
        return false;
    found->second->kick(reason);
    return true;
}

std::vector<ViewerFacts> Sessions::viewers() const {
    std::vector<ViewerFacts> all;
    all.reserve(sessions_.size());
    for (const auto& [id, session] : sessions_)
        all.push_back(session->facts());
    return all;
}

} // namespace vitrine::signalling
