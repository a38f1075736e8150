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

gst::Ref<GstElement> makePayloader(config::Latency latency, std::uint32_t ssrc) {
    auto payloader = gst::makeElement("rtph264pay");
    // Aggregation would put SPS and PPS into a packet with its own timestamp, which Chromium takes
    // for a frame that cannot be decoded.
    g_object_set(payloader.get(), "pt", kPayloadType, "ssrc", ssrc, "mtu", kMtu, nullptr);
    gst_util_set_object_arg(G_OBJECT(payloader.get()), "aggregate-mode", "none");
    for (const auto& extension : {gst::makePlayoutDelay(kPlayoutDelayId, playoutDelay(latency)),
                                  gst::makeCaptureTime(kCaptureTimeId)})
        g_signal_emit_by_name(payloader.get(), "add-extension", extension.get());
    return payloader;
}

} // namespace vitrine::camera
