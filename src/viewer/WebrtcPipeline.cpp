// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "viewer/WebrtcPipeline.hpp"

#include "gst/Element.hpp"
#include "gst/Error.hpp"
#include "util/Log.hpp"
#include "viewer/HostAddresses.hpp"
#include "viewer/IceServers.hpp"
#include "viewer/ListPassing.hpp"
#include "viewer/NetworkReader.hpp"

#include <gst/webrtc/webrtc.h>

#include <system_error>

namespace vitrine::viewer {
namespace {

// Long enough for a receiver's round trips, short enough that old frames are let go.
constexpr guint kRetransmissionMs = 1000;

// The least there may be between two connectivity checks (RFC 8445 section 14.2).
constexpr guint kCheckPaceMs = 5;

// Called for every element webrtcbin makes inside itself, on whichever thread makes it.
void tune(GstElement* element) {
    const auto factory = gst::factoryName(element);
    if (factory == "clocksync") {
        // The frame is late already: its time stamp is the capture time.
        g_object_set(element, "sync", FALSE, nullptr);
    } else if (factory == "rtprtxsend") {
        g_object_set(element, "max-size-time", kRetransmissionMs, "max-size-packets", 0U, nullptr);
    } else if (factory == "rtpulpfecenc" || factory == "rtpredenc") {
        passLists(element);
    }
}

// As they are now: a network cable may have been plugged in since the last viewer came.
std::vector<std::string> addressesNow() {
    try {
        return hostAddresses(readNetwork());
    } catch (const std::system_error& error) {
        util::log::warning("viewer", error.what(), "; every interface is offered");
        return {};
    }
}

} // namespace

WebrtcPipeline::WebrtcPipeline(const std::string& name, const gst::Ref<GstCaps>& caps,
                               const IceSettings& ice, const gst::HouseTime& houseTime)
    : pipeline_(name.c_str())
    , appsrc_(gst::makeElement("appsrc", "frames"))
    , webrtcbin_(gst::makeElement("webrtcbin", "webrtc")) {
    // Nobody reads from a viewer's bus: one that cannot be waited on has no descriptors. Until it
    // plays, and has its sync handler, it lets nothing in, as a pipeline's own.
    const gst::Ref<GstBus> bus(GST_BUS(g_object_new(GST_TYPE_BUS, "enable-async", FALSE, nullptr)),
                               gst::sink);
    gst_bus_set_flushing(bus.get(), TRUE);
    gst_element_set_bus(pipeline_.get(), bus.get());
    houseTime.govern(pipeline_.pipeline());
    g_object_set(appsrc_.get(), "is-live", TRUE, "do-timestamp", FALSE, "block", FALSE,
                 "emit-signals", FALSE, "max-bytes", guint64{0}, "max-buffers", guint64{0},
                 "max-time", guint64{0}, "min-latency", gint64{0}, "caps", caps.get(), nullptr);
    gst_util_set_object_arg(G_OBJECT(appsrc_.get()), "format", "time");
    gst_util_set_object_arg(G_OBJECT(webrtcbin_.get()), "bundle-policy", "max-bundle");
    elementAdded_ =
        gst::Connection::to(webrtcbin_.get(), "deep-element-added",
                            std::function<void(GstBin*, GstBin*, GstElement*)>(
                                [](GstBin*, GstBin*, GstElement* element) { tune(element); }));
    setUpServers(name, ice);
    setUpIce(ice);
    pipeline_.add(appsrc_);
    pipeline_.add(webrtcbin_);
    offerVideo(caps);
}

void WebrtcPipeline::offerVideo(const gst::Ref<GstCaps>& caps) {
    if (!gst_element_link_pads(appsrc_.get(), "src", webrtcbin_.get(), "sink_%u"))
        throw gst::BuildError("webrtcbin takes no video");
    const auto pad = gst::staticPad(webrtcbin_.get(), "sink_0");
    GstWebRTCRTPTransceiver* transceiver = nullptr;
    g_object_get(pad.get(), "transceiver", &transceiver, nullptr);
    const gst::Ref<GstWebRTCRTPTransceiver> owned(transceiver, gst::adopt);
    // With the codec preferences set the offer does not depend on whether appsrc has negotiated
    // yet; without, an offer made at once has no m-line.
    g_object_set(transceiver, "direction", GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_SENDONLY, "do-nack",
                 TRUE, "codec-preferences", caps.get(), nullptr);
}

void WebrtcPipeline::setUpServers(const std::string& name, const IceSettings& ice) {
    if (!ice.stunServer.empty())
        g_object_set(webrtcbin_.get(), "stun-server", ice.stunServer.c_str(), nullptr);
    for (const auto& url : turnUrlsFor(ice, name, std::chrono::system_clock::now())) {
        gboolean added = FALSE;
        g_signal_emit_by_name(webrtcbin_.get(), "add-turn-server", url.c_str(), &added);
        if (!added)
            throw gst::BuildError("[ice] turn-server: webrtcbin does not take the server");
    }
    if (ice.relayOnly)
        gst_util_set_object_arg(G_OBJECT(webrtcbin_.get()), "ice-transport-policy", "relay");
}

void WebrtcPipeline::setUpIce(const IceSettings& ice) {
    GObject* rawIce = nullptr;
    g_object_get(webrtcbin_.get(), "ice-agent", &rawIce, nullptr);
    // Kept no longer than this function: the last reference must never go on the agent's thread.
    const gst::Ref<GObject> agent(rawIce, gst::adopt);
    if (ice.portRange)
        g_object_set(agent.get(), "min-rtp-port", guint{ice.portRange->first}, "max-rtp-port",
                     guint{ice.portRange->second}, nullptr);
    for (const auto& address : ice.localAddresses.empty() ? addressesNow() : ice.localAddresses) {
        gboolean added = FALSE;
        g_signal_emit_by_name(agent.get(), "add-local-ip-address", address.c_str(), &added);
        if (!added)
            throw gst::BuildError("[ice] local-addresses: \"" + address +
                                  "\" cannot be used as an address");
    }
    GObject* rawNice = nullptr;
    g_object_get(agent.get(), "agent", &rawNice, nullptr);
    const gst::Ref<GObject> nice(rawNice, gst::adopt);
    // UPnP makes every viewer wait 200 ms; ICE-TCP opens sockets that hardly anybody uses; and
    // libnice before 0.1.22 notices a dead peer only with connectivity checks as keep-alives. A
    // check, its nomination and the end of both are a pace apart each: at libnice's 20 ms the
    // browser has sent its first DTLS message twice by then.
    g_object_set(nice.get(), "upnp", FALSE, "ice-tcp", ice.tcp ? TRUE : FALSE,
                 "keepalive-conncheck", TRUE, "stun-pacing-timer", kCheckPaceMs, nullptr);
}

gst::Pipeline WebrtcPipeline::release() {
    elementAdded_.disconnect();
    appsrc_.reset();
    webrtcbin_.reset();
    return std::move(pipeline_);
}

} // namespace vitrine::viewer
