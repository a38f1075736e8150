// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "fuzz/Fuzz.hpp"

#include "signalling/SdpAnswer.hpp"
#include "signalling/SdpMedia.hpp"

#include <gst/sdp/sdp.h>

#include <string>

using namespace vitrine::signalling;

namespace {

// A hash of so many bytes.
std::string pairs(std::size_t bytes) {
    std::string text = "00";
    while (--bytes > 0)
        text += ":00";
    return text;
}

const OurVideo kOurs{
    "42c01e", {"http://www.webrtc.org/experiments/rtp-hdrext/playout-delay"}, true};
const OwnTransport kOwn{"ufrag", "ThePasswordHas24Letters+", "sha-1 " + pairs(20), "active", {}};

bool gstreamerReads(const std::string& sdp) {
    GstSDPMessage* message = nullptr;
    gst_sdp_message_new(&message);
    const bool good =
        gst_sdp_message_parse_buffer(reinterpret_cast<const guint8*>(sdp.data()),
                                     static_cast<guint>(sdp.size()), message) == GST_SDP_OK &&
        gst_sdp_message_medias_len(message) == 1;
    gst_sdp_message_free(message);
    return good;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto offer = readOffer(fuzz::text(data, size));
    if (!offer) {
        fuzz::promise(!offer.error().message.empty(), "an error says something");
        return 0;
    }
    const auto choice = chooseVideo(offer.value(), kOurs);
    if (!choice) {
        fuzz::promise(!choice.error().message.empty(), "a refusal says something");
        return 0;
    }
    // What webrtcbin aborts or goes astray on is never in what it gets.
    const auto& candidates = offer.value().media[choice.value().transport].level.candidates;
    const auto written = offerForWebrtcbin(offer.value(), choice.value(), kOurs, candidates);
    fuzz::promise(written.find("\r\na=mid:video0\r\n") != std::string::npos, "there is a mid");
    fuzz::promise(written.find(".local ") == std::string::npos, "there is no mDNS name");
    fuzz::promise(gstreamerReads(written), "GStreamer reads it");
    const auto again = readOffer(written);
    fuzz::promise(again && chooseVideo(again.value(), kOurs), "what was written is read");
    const auto answer =
        readOffer(writeAnswer(offer.value(), choice.value(), kOurs, kOwn, candidates, "camera", 1));
    fuzz::promise(answer && answer.value().media.size() == offer.value().media.size(),
                  "the answer has an m-line for each of the offer's");
    return 0;
}
