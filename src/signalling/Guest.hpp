// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "fanout/Feed.hpp"
#include "gst/Story.hpp"
#include "signalling/Rendezvous.hpp"
#include "signalling/ViewerFacts.hpp"
#include "util/Clock.hpp"
#include "util/Log.hpp"
#include "util/MessageIds.hpp"
#include "viewer/IceServers.hpp"
#include "viewer/Registry.hpp"
#include "viewer/Viewer.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace vitrine::signalling {

/// Whoever watches a camera, by whatever protocol they came: holds their place, wants the camera to
/// run, owns the Viewer once there is one, and is counted from coming to leaving.
///
/// Owner: Sessions. Thread: main. Calls out on: main (`onEnd`, posted, exactly once).
class Guest {
  public:
    /// `seenAt` is the IP address they came from.
    Guest(std::string seenAt, fanout::Feed& feed, const viewer::House& house,
          std::unique_ptr<viewer::Registry::Ticket> ticket, std::function<void()> onEnd);
    virtual ~Guest();
    Guest(const Guest&) = delete;
    Guest& operator=(const Guest&) = delete;

    /// Says goodbye, as far as there is a way to, and ends.
    virtual void end(const std::string& reason) = 0;
    /// The same to this one alone, who is not to come back by themselves.
    virtual void kick(const std::string& reason) = 0;
    /// Looks whether it has to end; to be called now and then.
    virtual void check(util::Clock::time_point now, const config::Limits& limits);
    virtual ViewerFacts facts() const;
    /// Whether it has asked for a picture and has not come to one.
    virtual bool joining() const noexcept { return viewer_ && !viewer_->connected(); }

    const viewer::Registry::Ticket& ticket() const noexcept { return *ticket_; }
    /// The util::peerKey() of the address it came from.
    const std::string& peer() const noexcept { return peer_; }
    /// Its peer connection, to be drawn; empty before there is one.
    gst::Ref<GstElement> pipeline() const {
        return viewer_ ? viewer_->pipeline() : gst::Ref<GstElement>();
    }

  protected:
    gst::Story story(gst::Place where = gst::Place::here()) const {
        return {gst::Room::Signalling, name_, where};
    }
    bool ended() const noexcept { return ended_; }
    /// Ends it, for a reason that is counted; false when it had ended before.
    bool leave(const std::string& reason);
    void comesFrom(std::string address);

    fanout::Feed& feed() const noexcept { return feed_; }
    const viewer::House& house() const noexcept { return house_; }
    const std::string& seenAt() const noexcept { return seenAt_; }
    util::Clock::time_point came() const noexcept { return came_; }
    /// What its viewer is called in the debug log and in drawings.
    const std::string& name() const noexcept { return name_; }
    /// For the log: which camera's viewer it is.
    std::string logName() const;
    util::log::About about(util::Place where = util::Place::here()) const {
        return util::log::About("signalling", where)
            .camera(ticket_->camera())
            .viewer(ticket_->id());
    }
    util::log::About aboutEnd(util::Place where = util::Place::here()) const {
        return about(where).message(util::log::id::kViewerEnded);
    }

    /// The STUN and TURN servers that it may use, with a login of its own.
    std::vector<viewer::IceServer> iceServers() const;

    /// Why it comes to no picture: for who it is to be told, and told to the log, with both sides'
    /// candidates, by this.
    Trouble explainFailure();
    /// It has had a picture, and is ended for a reason in these words: tells the log.
    void tellLoss(const std::string& message) const;
    /// It goes of itself before it has come to a picture: tells the log when it has tried for long.
    void tellGivenUp();

    /// What stands for addresses that browsers hide behind mDNS names; empty where the browser's
    /// own packets show them soon enough.
    std::string hiddenAddress() const;

  private:
    /// It came to its picture, by a detour. The log has been told.
    virtual void onDetour(const Trouble&) {}

    Evidence evidence() const;
    void seek(util::Clock::time_point now);
    // Why it took one; nothing where it did not, or has been told.
    std::optional<Trouble> explainDetour();

    std::string seenAt_;
    std::string peer_;
    fanout::Feed& feed_;
    const viewer::House& house_;
    std::unique_ptr<viewer::Registry::Ticket> ticket_;
    std::string name_;
    util::Clock::time_point came_ = util::Clock::now();
    std::function<void()> onEnd_;
    fanout::Feed::Demand demand_;
    bool ended_ = false;
    bool detourTold_ = false;

  protected:
    Rendezvous rendezvous_;                  // of the viewer there is
    std::unique_ptr<viewer::Viewer> viewer_; // goes before what it watches
};

} // namespace vitrine::signalling
