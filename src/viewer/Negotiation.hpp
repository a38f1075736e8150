// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gst/Ref.hpp"
#include "util/MainLoop.hpp"

#include <gst/gst.h>
#include <gst/webrtc/webrtc.h>

#include <functional>
#include <string>
#include <vector>

namespace vitrine::viewer {

/// The exchange of descriptions with one webrtcbin: an offer of ours and their answer, or the other
/// way round. What comes from outside must have passed the signalling room's checks: webrtcbin
/// aborts on some malformed descriptions.
///
/// Owner: Viewer; the webrtcbin outlives it. Thread: main. Calls out on: main (the events).
class Negotiation {
  public:
    struct Events {
        /// Our offer or answer is made; its candidates follow.
        std::function<void(const std::string& sdp)> described;
        /// A short stable word, then words for people.
        std::function<void(const std::string& code, const std::string& message)> failed;
    };

    Negotiation(GstElement* webrtcbin, Events events);
    Negotiation(const Negotiation&) = delete;
    Negotiation& operator=(const Negotiation&) = delete;
    ~Negotiation() = default;

    /// Makes an offer; setAnswer() follows, once.
    void offer();
    void setAnswer(const std::string& sdp);
    /// Or takes their offer and answers it.
    void answer(const std::string& sdp);

    /// Our description and theirs; empty until there is one.
    const std::string& ours() const noexcept { return ours_; }
    const std::string& theirs() const noexcept { return theirs_; }

    /// Every step asked of webrtcbin, for who must wait for them.
    std::vector<gst::Ref<GstPromise>> release() { return std::move(steps_); }

  private:
    void create(const char* what);
    void onCreated(GstWebRTCSDPType type, const std::string& sdp);
    void setRemote(GstWebRTCSDPType type, const std::string& sdp, std::function<void()> then);

    GstElement* webrtcbin_;
    Events events_;
    std::string ours_;
    std::string theirs_;
    std::vector<gst::Ref<GstPromise>> steps_;
    util::Token token_;
};

} // namespace vitrine::viewer
