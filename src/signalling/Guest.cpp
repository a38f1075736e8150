// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "signalling/Guest.hpp"

#include "camera/Playout.hpp"
#include "gst/Ref.hpp"
#include "util/Log.hpp"
#include "util/PeerKey.hpp"

#include <gio/gio.h>

#include <utility>

namespace vitrine::signalling {
namespace {

// Only an address of this machine can be bound to.
bool isOurs(const std::string& address) {
    const gst::Ref<GInetAddress> host(g_inet_address_new_from_string(address.c_str()), gst::adopt);
    if (!host)
        return false;
    const gst::Ref<GSocket> socket(g_socket_new(g_inet_address_get_family(host.get()),
                                                G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_UDP,
                                                nullptr),
                                   gst::adopt);
    const gst::Ref<GSocketAddress> anyPort(g_inet_socket_address_new(host.get(), 0), gst::adopt);
    return socket && g_socket_bind(socket.get(), anyPort.get(), FALSE, nullptr) != FALSE;
}

// What would change it, as the end of a line of the log.
std::string advice(const Trouble& trouble) {
    return trouble.setting.empty() ? std::string{} : " Change: " + trouble.setting;
}

} // namespace

Guest::Guest(std::string seenAt, fanout::Feed& feed, const viewer::House& house,
             std::unique_ptr<viewer::Registry::Ticket> ticket, std::function<void()> onEnd)
    : feed_(feed)
    , house_(house)
    , ticket_(std::move(ticket))
    , name_("viewer-" + std::to_string(ticket_->id()))
    , onEnd_(std::move(onEnd))
    , demand_(feed) {
    comesFrom(std::move(seenAt));
    story().debug("comes from ", seenAt_, " to watch ", ticket_->camera());
    feed_.metrics().joins->add();
    feed_.metrics().viewers->add(1);
}

Guest::~Guest() = default;

void Guest::check(util::Clock::time_point now, const config::Limits& limits) {
    if (ended_ || !viewer_)
        return;
    if (!viewer_->connected())
        seek(now);
    else if (const auto trouble = explainDetour())
        onDetour(*trouble);
    viewer_->check(now, limits.slowViewer);
}

void Guest::seek(util::Clock::time_point now) {
    if (viewer_->heard())
        return; // its own packets come
    for (const auto& hidden : rendezvous_.overdue(now)) {
        const auto found = checkCandidate(hidden, seenAt_);
        if (found && found.value().use == CheckedCandidate::Use::Add)
            viewer_->addCandidate(found.value().text, 0);
    }
}

Evidence Guest::evidence() const {
    auto evidence = rendezvous_.evidence();
    evidence.camera = feed_.settings().id;
    evidence.heard = viewer_ && viewer_->heard();
    // That it has been sought proves something only where it was found by that.
    evidence.sought = evidence.sought && viewer_ && viewer_->connected();
    evidence.hostIsOurs = evidence.page && isOurs(evidence.page->host);
    if (!house_.ice.turnServers.empty())
        evidence.turnServer = house_.ice.turnServers.front();
    evidence.turnSecret = !house_.ice.turnSecret.empty();
    evidence.relayOnly = house_.ice.relayOnly;
    return evidence;
}

Trouble Guest::explainFailure() {
    const auto all = evidence();
    auto trouble = explain(all);
    util::log::info(aboutEnd(), logName(), " at ", seenAt_,
                    " came to no picture: ", trouble.sentence, advice(trouble), " (",
                    bothSides(all), ')');
    return trouble;
}

std::optional<Trouble> Guest::explainDetour() {
    if (!rendezvous_.helped() || std::exchange(detourTold_, true))
        return std::nullopt;
    const auto all = evidence();
    auto trouble = explain(all);
    util::log::info(about(), logName(), " at ", seenAt_,
                    " came late to its picture: ", trouble.sentence, advice(trouble), " (",
                    bothSides(all), ')');
    return trouble;
}

void Guest::tellLoss(const std::string& message) const {
    util::log::info(aboutEnd(), logName(), " at ", seenAt_, " ended: ", message, " (",
                    bothSides(rendezvous_.evidence()), ')');
}

void Guest::tellGivenUp() {
    if (!ended_ && viewer_ && !viewer_->connected() && rendezvous_.evidence().answered &&
        rendezvous_.triedLong(util::Clock::now()))
        explainFailure();
}

ViewerFacts Guest::facts() const {
    ViewerFacts facts;
    facts.id = ticket_->id();
    facts.camera = ticket_->camera();
    facts.address = seenAt_;
    facts.identity = ticket_->identity();
    facts.here = util::Clock::now() - came_;
    facts.cameraSeconds = feed_.camera().facts().beforeArrival;
    facts.playout = camera::playoutWord(feed_.settings().latency);
    if (viewer_ && viewer_->sender()) {
        facts.sendPath = viewer_->sender()->name();
        facts.framesSent = viewer_->framesSent();
        facts.framesDropped = viewer_->framesDropped();
        facts.sent = viewer_->sender()->stats();
        facts.bitrate = viewer_->bitrate();
    }
    return facts;
}

bool Guest::leave(const std::string& reason) {
    if (std::exchange(ended_, true))
        return false;
    story().debug("ends (", reason, ") after ",
                  std::chrono::duration<double>(util::Clock::now() - came_).count(), " s");
    feed_.metrics().leave(reason);
    feed_.metrics().viewers->add(-1);
    onEnd_();
    return true;
}

void Guest::comesFrom(std::string address) {
    seenAt_ = std::move(address);
    peer_ = util::peerKey(seenAt_);
}

std::vector<viewer::IceServer> Guest::iceServers() const {
    return viewer::iceServersFor(house_.ice, name_, std::chrono::system_clock::now());
}

std::string Guest::hiddenAddress() const {
    // A TURN server and many a NAT let in only whom we have sent something: then what they came
    // from stands for it.
    const bool letIn = !house_.ice.turnServers.empty() || !house_.ice.stunServer.empty();
    return letIn ? seenAt_ : std::string{};
}

std::string Guest::logName() const {
    return feed_.settings().id + ": viewer " + std::to_string(ticket_->id());
}

} // namespace vitrine::signalling
