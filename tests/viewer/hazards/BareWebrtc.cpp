// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "viewer/hazards/BareWebrtc.hpp"

namespace vitrine::hazards {
namespace {

constexpr const char* kCaps =
    "application/x-rtp,media=video,encoding-name=H264,clock-rate=90000,payload=96,ssrc=(uint)7,"
    "packetization-mode=(string)1,profile-level-id=(string)42e01f";

gst::Ref<GObject> objectIn(gpointer owner, const char* property) {
    GObject* object = nullptr;
    g_object_get(owner, property, &object, nullptr);
    return {object, gst::adopt};
}

} // namespace

BareWebrtc::BareWebrtc(const std::string& name)
    : pipeline_(name.c_str())
    , webrtcbin_(gst::makeElement("webrtcbin")) {
    gst_util_set_object_arg(G_OBJECT(webrtcbin_.get()), "bundle-policy", "max-bundle");
    gboolean added = FALSE;
    g_signal_emit_by_name(agent().get(), "add-local-ip-address", "127.0.0.1", &added);
    g_object_set(niceAgent().get(), "upnp", FALSE, "ice-tcp", FALSE, nullptr);
    pipeline_.add(webrtcbin_);
    const gst::Ref<GstCaps> caps(gst_caps_from_string(kCaps), gst::adopt);
    GstWebRTCRTPTransceiver* transceiver = nullptr;
    g_signal_emit_by_name(webrtcbin_.get(), "add-transceiver",
                          GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_SENDONLY, caps.get(), &transceiver);
    const gst::Ref<GstWebRTCRTPTransceiver> owned(transceiver, gst::adopt);
    pipeline_.play();
}

gst::Ref<GObject> BareWebrtc::agent() const {
    return objectIn(webrtcbin_.get(), "ice-agent");
}

gst::Ref<GObject> BareWebrtc::niceAgent() const {
    return objectIn(agent().get(), "agent");
}

void BareWebrtc::createOffer(GstPromise* promise) const {
    g_signal_emit_by_name(webrtcbin_.get(), "create-offer", nullptr, promise);
}

gst::Unique<GstWebRTCSessionDescription, gst_webrtc_session_description_free>
BareWebrtc::offer() const {
    const gst::Ref<GstPromise> promise(gst_promise_new(), gst::adopt);
    createOffer(promise.get());
    GstWebRTCSessionDescription* made = nullptr;
    if (gst_promise_wait(promise.get()) == GST_PROMISE_RESULT_REPLIED)
        gst_structure_get(gst_promise_get_reply(promise.get()), "offer",
                          GST_TYPE_WEBRTC_SESSION_DESCRIPTION, &made, nullptr);
    return gst::Unique<GstWebRTCSessionDescription, gst_webrtc_session_description_free>(made);
}

void BareWebrtc::setLocalDescription(const GstWebRTCSessionDescription* offer,
                                     GstPromise* promise) const {
    g_signal_emit_by_name(webrtcbin_.get(), "set-local-description", offer, promise);
}

gst::Pipeline BareWebrtc::release() {
    webrtcbin_.reset();
    return std::move(pipeline_);
}

} // namespace vitrine::hazards
