// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gst/Ref.hpp"
#include "rtp/Feedback.hpp"
#include "rtp/SrtpKeys.hpp"

#include <nice/agent.h>

#include <optional>
#include <string_view>
#include <vector>

/// What there is inside a connected webrtcbin, as GStreamer 1.22 to 1.26 build it; what is not
/// there as expected is empty. Thread: main.
namespace vitrine::viewer {

/// webrtcbin bundles everything in the first ICE stream, RTP and RTCP in its first component.
constexpr guint kStream = 1;
constexpr guint kComponent = 1;

/// The element in the bin whose type has this name: what DTLS is made of has no factory.
gst::Ref<GstElement> findByType(GstElement* bin, std::string_view type);

/// The SRTP key of what goes out, when it is one for AES-128 with HMAC-SHA1-80.
std::optional<rtp::SrtpMaster> outgoingKey(GstElement* webrtcbin);
/// The same of what comes in.
std::optional<rtp::SrtpMaster> incomingKey(GstElement* webrtcbin);

gst::Ref<NiceAgent> niceAgent(GstElement* webrtcbin);

/// Lets the kernel's routes say by which interface ICE's packets leave, as for all else that this
/// machine sends; to be called when there are candidates. libnice has each socket send through the
/// interface that has its address (IP_UNICAST_IF, ip(7)): a viewer to whom another one leads, as to
/// an address of a dummy link or of another card, hears no answer, and libnice goes on trying
/// instead of taking the way that works.
void followRoutes(GstElement* webrtcbin);

/// Whether ICE has heard from an address that nobody told it of (a peer-reflexive candidate, RFC
/// 8445 section 7.3.1.3).
bool heardFromAnywhere(GstElement* webrtcbin);

/// Has ICE look for no other ways, once it is connected: it would go on for five seconds after its
/// last check, at its pace, in case more are asked for. What comes later starts it anew.
void endChecks(GstElement* webrtcbin);

/// The elements that read the socket, with two threads, the first one first.
std::vector<gst::Ref<GstElement>> readingParts(GstElement* webrtcbin);

/// What a buffer in front of the RTP session says, which is decrypted RTCP. Thread: any.
rtp::Feedback feedbackIn(GstBuffer* buffer);

/// webrtcbin's RTP session, and the pads around it.
class RtpBin {
  public:
    explicit RtpBin(GstElement* webrtcbin);

    const gst::Ref<GstElement>& element() const noexcept { return element_; }
    gst::Ref<GstPad> pad(const char* name) const;
    /// The pad on the other side of one: in front of the session.
    gst::Ref<GstPad> peer(const char* name) const;

  private:
    gst::Ref<GstElement> element_;
};

} // namespace vitrine::viewer
