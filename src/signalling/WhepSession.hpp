// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "signalling/Guest.hpp"
#include "signalling/SdpAnswer.hpp"
#include "util/MainLoop.hpp"
#include "util/Result.hpp"
#include "util/TokenBucket.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::signalling {

/// A viewer that came with an offer over HTTP (draft-ietf-wish-whep): answered once its camera
/// gives a picture and all our candidates are known, told nothing afterwards.
///
/// It ends when it is deleted, when nobody connects within the viewer's deadline, and as every
/// viewer does; the resource is then gone.
///
/// Owner: Sessions. Thread: main. Calls out on: main (`answered`, exactly once, possibly from
/// within the constructor; `onEnd`).
class WhepSession final : public Guest {
  public:
    /// What the client is told of the resource that it has made.
    struct Created {
        std::string key; ///< its last path segment, which nobody guesses
        std::string tag; ///< the entity tag of its ICE session
        std::string answer;
        /// Values of Link headers: the ICE servers the client may use.
        std::vector<std::string> links;
    };
    /// Error codes: "bad-sdp" and "cannot-play" as chooseVideo() has them; "away" when the camera
    /// gave no picture in time; "full" when the server stops; "internal".
    using Answered = std::function<void(util::Result<Created>)>;

    /// `offer` is what readOffer() gave, `seenAt` the IP address it came from, `messages` how many
    /// fragments may follow.
    WhepSession(SdpOffer offer, std::string seenAt, fanout::Feed& feed, const viewer::House& house,
                std::unique_ptr<viewer::Registry::Ticket> ticket, util::TokenBucket messages,
                Answered answered, std::function<void()> onEnd);

    void end(const std::string& reason) override;
    void kick(const std::string& reason) override;
    bool joining() const noexcept override { return !viewer_ || !viewer_->connected(); }

    /// Whether this is its resource, and there still is one.
    bool isNamed(std::string_view key) const noexcept { return !ended() && key == created_.key; }
    const std::string& tag() const noexcept { return created_.tag; }

    /// More of the client's candidates (RFC 8840); an error without a code means that all is well.
    /// Error codes: "bad-sdp", "bad-candidate"; "restart" when it asks for another ICE session,
    /// which webrtcbin does not make; "too-many-messages".
    util::Error trickle(std::string_view fragment);

    /// The client deletes its resource.
    void remove();

  private:
    void onCameraState();
    void accept(const gst::Ref<GstCaps>& caps);
    void makeViewer();
    std::vector<std::string> offeredCandidates() const;
    void hearOffered();
    std::vector<std::string> transportMids() const;
    void onDescription(const std::string& sdp);
    void onGathered();
    void refuse(const std::string& code, const std::string& message);
    void lose(const std::string& code, const std::string& message);

    SdpOffer offer_;
    util::TokenBucket messages_;
    Answered answered_; // empty once called
    Created created_;
    std::size_t candidatesTaken_ = 0;
    gst::Ref<GstCaps> caps_; // of what is sent; empty until accepted
    VideoChoice choice_;
    OurVideo ours_;
    std::optional<OwnTransport> transport_;
    std::vector<std::string> candidates_; // ours
    util::Timer patience_;
    fanout::Feed::Observer observer_;
};

} // namespace vitrine::signalling
