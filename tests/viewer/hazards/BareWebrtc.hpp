// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gst/Element.hpp"
#include "gst/Pipeline.hpp"

#include <gst/webrtc/webrtc.h>

#include <string>

namespace vitrine::hazards {

/// A webrtcbin as it comes, on loopback, playing, with one video to offer. Nothing of ours is
/// between it and who ends it. Thread: its owner's.
class BareWebrtc {
  public:
    explicit BareWebrtc(const std::string& name);

    GstElement* element() const { return webrtcbin_.get(); }
    GstElement* pipeline() const { return pipeline_.get(); }
    /// webrtcbin's ICE agent and, inside that, libnice's.
    gst::Ref<GObject> agent() const;
    gst::Ref<GObject> niceAgent() const;

    /// Asks for an offer; the promise is only borrowed.
    void createOffer(GstPromise* promise) const;
    /// Makes an offer and waits for it.
    gst::Unique<GstWebRTCSessionDescription, gst_webrtc_session_description_free> offer() const;
    void setLocalDescription(const GstWebRTCSessionDescription* offer, GstPromise* promise) const;

    /// Gives up the pipeline; this holds nothing any more.
    gst::Pipeline release();

  private:
    gst::Pipeline pipeline_;
    gst::Ref<GstElement> webrtcbin_;
};

} // namespace vitrine::hazards
