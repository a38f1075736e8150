// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gst/Connection.hpp"
#include "gst/PadProbe.hpp"
#include "util/MainLoop.hpp"
#include "viewer/ExpressSender.hpp"
#include "viewer/FeedbackReader.hpp"
#include "viewer/House.hpp"
#include "viewer/Listeners.hpp"
#include "viewer/StreamIdentity.hpp"

#include <nice/agent.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace vitrine::viewer {

/// Takes the media of a connected webrtcbin over: its key from the DTLS element, its socket and
/// peer from the ICE agent, its decrypted RTCP from in front of the RTP session. webrtcbin keeps
/// SDP, ICE and DTLS.
///
/// Owner: Viewer, which ends it before the pipeline. Thread: main.
class ExpressLane {
  public:
    /// Called on main, from the loop, when nothing can be heard of the viewer any more; with words
    /// for the log.
    using Unheard = std::function<void(const std::string& why)>;

    /// Null, with the reason in the log, where webrtcbin does not have what is needed: then its own
    /// path is the way. Only when its connection state is "connected".
    static std::unique_ptr<ExpressLane> open(GstElement* webrtcbin, StreamIdentity stream,
                                             const Listeners& listeners, const House& house,
                                             Unheard unheard);

    /// Stops the parts of the pipeline that have nothing to do any more: `appsrc`, and what of
    /// webrtcbin sends, stores and reports, with three threads of theirs.
    void rest(GstElement* webrtcbin, const gst::Ref<GstElement>& appsrc) const;
    ~ExpressLane();
    ExpressLane(const ExpressLane&) = delete;
    ExpressLane& operator=(const ExpressLane&) = delete;

    const std::shared_ptr<ExpressSender>& sender() const noexcept { return sender_; }

  private:
    ExpressLane(gst::Ref<NiceAgent> agent, std::shared_ptr<ExpressSender> sender,
                gst::Reaper& reaper, Unheard unheard, std::string name);

    void followPair();
    void prepareReader(GstElement* webrtcbin, const Listeners& listeners,
                       util::Readiness& readiness);
    void readOurselves();
    void takeOverRtcp(GstElement* webrtcbin, const Listeners& listeners);
    void onSelectedPair();

    gst::Ref<NiceAgent> agent_;
    std::shared_ptr<ExpressSender> sender_;
    gst::Reaper& reaper_;
    Unheard unheard_;
    std::string name_;                       // in the debug log
    std::shared_ptr<FeedbackReader> reader_; // empty where webrtcbin goes on reading
    std::vector<gst::Ref<GstElement>> readingParts_;
    gst::Connection selectedPair_;
    gst::PadProbe rtcpIn_;
    gst::PadProbe rtpIn_;
    gst::PadProbe rtcpOut_;
    util::Token token_;
};

} // namespace vitrine::viewer
