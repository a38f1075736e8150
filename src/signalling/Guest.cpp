// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "signalling/Guest.hpp"

#include "camera/Playout.hpp"
#include "util/PeerKey.hpp"

#include <utility>

namespace vitrine::signalling {

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
    if (!ended_ && viewer_)
        viewer_->check(now, limits.slowViewer);
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
