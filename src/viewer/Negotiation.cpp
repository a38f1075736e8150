// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "viewer/Negotiation.hpp"

#include "gst/Error.hpp"
#include "gst/Promise.hpp"

#include <gst/sdp/gstsdpmessage.h>

#include <string_view>
#include <utility>

namespace vitrine::viewer {
namespace {

using DescriptionPtr =
    gst::Unique<GstWebRTCSessionDescription, gst_webrtc_session_description_free>;

// Null for what is no SDP.
DescriptionPtr description(GstWebRTCSDPType type, const std::string& sdp) {
    GstSDPMessage* message = nullptr;
    if (gst_sdp_message_new_from_text(sdp.c_str(), &message) != GST_SDP_OK)
        return nullptr;
    return DescriptionPtr(gst_webrtc_session_description_new(type, message));
}

// What webrtcbin says against a step; empty where it says nothing.
std::string faultIn(const GstStructure* reply) {
    GError* error = nullptr;
    if (!reply || !gst_structure_get(reply, "error", G_TYPE_ERROR, &error, nullptr))
        return {};
    const gst::ErrorPtr owned(error);
    return error->message;
}

const char* nameOf(GstWebRTCSDPType type) {
    return type == GST_WEBRTC_SDP_TYPE_OFFER ? "offer" : "answer";
}

} // namespace

Negotiation::Negotiation(GstElement* webrtcbin, Events events)
    : webrtcbin_(webrtcbin)
    , events_(std::move(events)) {}

void Negotiation::offer() {
    create("offer");
}

void Negotiation::setAnswer(const std::string& sdp) {
    setRemote(GST_WEBRTC_SDP_TYPE_ANSWER, sdp, [] {});
}

void Negotiation::answer(const std::string& sdp) {
    setRemote(GST_WEBRTC_SDP_TYPE_OFFER, sdp, [this] { create("answer"); });
}

void Negotiation::create(const char* what) {
    auto promise = gst::makePromise([this, what, token = token_.weak()](const GstStructure* reply) {
        GstWebRTCSessionDescription* made = nullptr;
        if (!reply ||
            !gst_structure_get(reply, what, GST_TYPE_WEBRTC_SESSION_DESCRIPTION, &made, nullptr)) {
            util::post(token, [this, what] {
                events_.failed(what, std::string("webrtcbin made no ") + what);
            });
            return;
        }
        const DescriptionPtr owned(made);
        const gst::CharPtr text(gst_sdp_message_as_text(made->sdp));
        util::post(token, [this, type = made->type, sdp = std::string(text.get())] {
            onCreated(type, sdp);
        });
    });
    g_signal_emit_by_name(webrtcbin_, (std::string("create-") + what).c_str(), nullptr,
                          promise.get());
    steps_.push_back(std::move(promise));
}

void Negotiation::onCreated(GstWebRTCSDPType type, const std::string& sdp) {
    const auto own = description(type, sdp);
    ours_ = sdp;
    events_.described(sdp);
    // Gathering begins with the local description: the candidates follow it.
    auto promise = gst::makePromise([](const GstStructure*) {});
    g_signal_emit_by_name(webrtcbin_, "set-local-description", own.get(), promise.get());
    steps_.push_back(std::move(promise));
}

void Negotiation::setRemote(GstWebRTCSDPType type, const std::string& sdp,
                            std::function<void()> then) {
    const auto remote = description(type, sdp);
    if (!remote)
        return events_.failed("sdp", std::string("the ") + nameOf(type) + " is no SDP");
    theirs_ = sdp;
    auto promise = gst::makePromise(
        [this, type, then = std::move(then), token = token_.weak()](const GstStructure* reply) {
            util::post(token, [this, type, then, fault = faultIn(reply)] {
                if (fault.empty())
                    then();
                else
                    events_.failed("sdp",
                                   std::string("the ") + nameOf(type) + " does not fit: " + fault);
            });
        });
    g_signal_emit_by_name(webrtcbin_, "set-remote-description", remote.get(), promise.get());
    steps_.push_back(std::move(promise));
}

} // namespace vitrine::viewer
