// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "http/Connections.hpp"

#include "http/Reply.hpp"
#include "util/Log.hpp"
#include "util/MessageIds.hpp"
#include "util/PeerKey.hpp"

#include <algorithm>
#include <sys/resource.h>
#include <utility>

namespace vitrine::http {
namespace {

using namespace std::chrono_literals;

constexpr auto kLookInterval = 1s;
constexpr auto kHandshakeDeadline = 10s; // TLS
constexpr auto kLingerDeadline = 2s;
constexpr auto kTellInterval = 60s;
// Kept for viewers and cameras that are there already. The kernel gives the lowest number that is
// free: a high one says how many are in use.
constexpr unsigned kSpareDescriptors = 64;

std::string addressOf(GSocketConnection* connection) {
    const gst::Ref<GSocketAddress> there(
        g_socket_connection_get_remote_address(connection, nullptr), gst::adopt);
    if (!there || !G_IS_INET_SOCKET_ADDRESS(there.get()))
        return {};
    const gst::CharPtr text(g_inet_address_to_string(
        g_inet_socket_address_get_address(G_INET_SOCKET_ADDRESS(there.get()))));
    return text.get();
}

bool descriptorsRunOut(GSocketConnection* connection) {
    rlimit limit{};
    const auto number = g_socket_get_fd(g_socket_connection_get_socket(connection));
    return number >= 0 && getrlimit(RLIMIT_NOFILE, &limit) == 0 &&
           static_cast<rlim_t>(number) + kSpareDescriptors > limit.rlim_cur;
}

util::Clock::duration deadlineOf(Connection::Phase phase) {
    switch (phase) {
    case Connection::Phase::Handshaking:
        return kHandshakeDeadline;
    case Connection::Phase::Fresh:
    case Connection::Phase::Asking:
        return Connections::kRequestDeadline;
    case Connection::Phase::Answering:
        return Connections::kAnswerDeadline;
    case Connection::Phase::Lingering:
        return kLingerDeadline;
    case Connection::Phase::Socket:
        break;
    }
    return util::Clock::duration::max();
}

bool serves(const Connection& connection) {
    return connection.phase() != Connection::Phase::Socket && !connection.isCut();
}

} // namespace

Connections::Connections(const config::Limits& limits)
    : limits_(limits)
    , told_(kTellInterval) {
    timer_.every(kLookInterval, [this] { look(); });
}

Connections::~Connections() {
    for (const auto& connection : all_)
        connection->forget();
}

std::shared_ptr<Connection> Connections::admit(GSocketConnection* connection, bool tls) {
    if (descriptorsRunOut(connection))
        if (auto* idle = longestIdle())
            cut(*idle);
    makeRoom();
    const auto peer = util::peerKey(addressOf(connection));
    const bool welcome = hasRoomFor(peer) && !descriptorsRunOut(connection);
    auto admitted =
        std::make_shared<Connection>(connection, peer, tls, [this](auto& ended) { onEnd(ended); });
    all_.push_back(admitted);
    if (welcome)
        return admitted;
    turnAway(*admitted, tls);
    return nullptr;
}

std::size_t Connections::serving() const noexcept {
    return static_cast<std::size_t>(
        std::count_if(all_.begin(), all_.end(), [](const auto& each) { return serves(*each); }));
}

std::size_t Connections::countOf(const std::string& peer) const {
    return static_cast<std::size_t>(std::count_if(all_.begin(), all_.end(), [&](const auto& each) {
        return each->peer() == peer && !each->isCut() && each->phase() != Phase::Lingering;
    }));
}

// Who was told off goes before who reads an answer, and that before who still asks.
Connection* Connections::longestIdle() const {
    const auto rank = [](const Connection& each) {
        switch (each.phase()) {
        case Phase::Lingering:
            return 0;
        case Phase::Answering:
            return 1;
        default:
            return 2;
        }
    };
    Connection* found = nullptr;
    for (const auto& each : all_) {
        if (!serves(*each))
            continue;
        if (!found ||
            std::pair(rank(*each), each->since()) < std::pair(rank(*found), found->since()))
            found = each.get();
    }
    return found;
}

void Connections::makeRoom() {
    if (serving() < limits_.connections)
        return;
    if (auto* idle = longestIdle())
        cut(*idle);
}

bool Connections::hasRoomFor(const std::string& peer) const {
    return peer.empty() || countOf(peer) < limits_.connectionsPerAddress;
}

void Connections::turnAway(Connection& connection, bool tls) {
    ++turnedAway_;
    if (const auto times = told_.happened())
        util::log::warning(util::log::About("http").message(util::log::id::kTurnedAway),
                           "an address has ", limits_.connectionsPerAddress,
                           " connections ([limits] connections-per-address), or this process no "
                           "descriptors left: ",
                           *times, " turned away since this was last said");
    if (tls)
        connection.end(); // it does not speak HTTP yet
    else
        connection.turnAway(kTooManyRequests, "this address has too many connections ([limits] "
                                              "connections-per-address = " +
                                                  std::to_string(limits_.connectionsPerAddress) +
                                                  ")");
}

void Connections::cut(Connection& connection) {
    ++turnedAway_;
    connection.cut();
}

void Connections::look() {
    const auto now = util::Clock::now();
    // A copy: one that lingers is gone from the list when it is ended.
    for (const auto& each : std::list(all_)) {
        if (each->in(now) < deadlineOf(each->phase()) || each->isCut())
            continue;
        cut(*each);
        if (each->phase() == Phase::Lingering)
            each->end();
    }
}

void Connections::onEnd(Connection& connection) {
    std::erase_if(all_, [&](const auto& each) { return each.get() == &connection; });
    if (all_.empty() && done_) {
        patience_.stop();
        std::exchange(done_, nullptr)();
    }
}

void Connections::windDown(std::chrono::milliseconds patience, std::function<void()> done) {
    // Who has only just connected is about to ask.
    const auto now = util::Clock::now();
    for (const auto& each : all_)
        if (each->phase() == Phase::Fresh && each->in(now) > patience)
            each->cut();
    if (all_.empty())
        return done();
    done_ = std::move(done);
    patience_.once(patience, [this] { std::exchange(done_, nullptr)(); });
}

} // namespace vitrine::http
