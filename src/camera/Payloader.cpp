// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "camera/Payloader.hpp"

#include "camera/Playout.hpp"
#include "camera/RtpStream.hpp"
#include "gst/CaptureTime.hpp"
#include "gst/Element.hpp"
#include "gst/PlayoutDelay.hpp"

namespace vitrine::camera {
namespace {

// Fits one packet into an Ethernet frame through SRTP, TURN and IPv6 headers.
constexpr unsigned kMtu = 1200;

} // namespace

Payloader::Payloader(config::Latency latency, std::uint32_t ssrc)
    : element_(gst::makeElement("rtph264pay"))
    , playoutDelay_(gst::makePlayoutDelay(kPlayoutDelayId, playoutDelay(latency))) {
    // Aggregation would put SPS and PPS into a packet with its own timestamp, which Chromium takes
    // for a frame that cannot be decoded.
    g_object_set(element_.get(), "pt", kPayloadType, "ssrc", ssrc, "mtu", kMtu, nullptr);
    gst_util_set_object_arg(G_OBJECT(element_.get()), "aggregate-mode", "none");
    for (const auto& extension : {playoutDelay_, gst::makeCaptureTime(kCaptureTimeId)})
        g_signal_emit_by_name(element_.get(), "add-extension", extension.get());
}

void Payloader::setLatency(config::Latency latency) {
    gst::setPlayoutDelay(playoutDelay_.get(), playoutDelay(latency));
}

} // namespace vitrine::camera
