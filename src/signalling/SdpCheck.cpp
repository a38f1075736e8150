// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "signalling/SdpCheck.hpp"

#include "signalling/Grammar.hpp"
#include "signalling/SdpMedia.hpp"

#include <algorithm>
#include <gst/sdp/sdp.h>

namespace vitrine::signalling {
namespace {

using util::Error;
using util::Result;

Error bad(std::string message) {
    return {"bad-sdp", std::move(message)};
}
Error cannotPlay(std::string message) {
    return {"cannot-play", std::move(message)};
}

// An Error without a code means that all is well.
Error directionFault(const SdpLevel& level) {
    const auto direction = level.direction.value_or("sendrecv"); // RFC 8866, section 6.7
    if (direction == "inactive")
        return cannotPlay("the browser answered a=inactive: it cannot play what was offered "
                          "(no H.264 decoder?)");
    if (direction == "sendonly")
        return bad("the answer says a=sendonly; to receive the video it must be a=recvonly");
    return {};
}

Error levelFault(const SdpLevel& level, const OfferedVideo& offered) {
    if (!level.mid)
        return missingAttribute("answer", "mid", "the mid of the offer");
    if (!offered.mid.empty() && *level.mid != offered.mid)
        return bad("the answer's a=mid is " + inQuotes(*level.mid) + "; it must be the offer's, " +
                   inQuotes(offered.mid));
    if (auto fault = transportFault(level, "answer", "active or passive"); !fault.code.empty())
        return fault;
    if (*level.setup == "actpass")
        return bad("the answer says a=setup:actpass; setup must be active or passive in an answer");
    if (!level.rtcpMux)
        return missingAttribute("answer", "rtcp-mux",
                                "it, because RTP and RTCP share one port here");
    return {};
}

bool isH264(const SdpMedia& media, unsigned payloadType) {
    const auto found = media.level.rtpMaps.find(payloadType);
    return found != media.level.rtpMaps.end() && sameWord(found->second.name, "H264") &&
           found->second.clockRate == 90000;
}

std::vector<unsigned> offeredH264(const SdpMedia& media, const OfferedVideo& offered) {
    const auto& list = offered.h264PayloadTypes;
    std::vector<unsigned> both;
    std::copy_if(media.formats.begin(), media.formats.end(), std::back_inserter(both),
                 [&](unsigned payloadType) {
                     return isH264(media, payloadType) &&
                            (list.empty() ||
                             std::find(list.begin(), list.end(), payloadType) != list.end());
                 });
    return both;
}

std::set<std::string> feedbackOf(const SdpLevel& level, const std::vector<unsigned>& payloadTypes) {
    std::set<std::string> kinds;
    for (const auto& feedback : level.feedback) {
        if (!feedback.payloadType || std::find(payloadTypes.begin(), payloadTypes.end(),
                                               *feedback.payloadType) != payloadTypes.end())
            kinds.insert(feedback.kind);
    }
    return kinds;
}

// The last gate: what we wrote, as GStreamer reads it.
bool gstreamerReads(const std::string& sdp) {
    GstSDPMessage* message = nullptr;
    if (gst_sdp_message_new(&message) != GST_SDP_OK)
        return false;
    const auto result = gst_sdp_message_parse_buffer(reinterpret_cast<const guint8*>(sdp.data()),
                                                     static_cast<guint>(sdp.size()), message);
    const bool good = result == GST_SDP_OK && gst_sdp_message_medias_len(message) == 1;
    gst_sdp_message_free(message);
    return good;
}

} // namespace

Result<CheckedAnswer> checkAnswer(std::string_view sdp, const OfferedVideo& offered) {
    const auto read = readVideoAnswer(sdp);
    if (!read)
        return read.error();
    const auto& media = read.value();
    const auto& level = media.level;
    if (auto fault = directionFault(level); !fault.code.empty())
        return fault;
    if (auto fault = levelFault(level, offered); !fault.code.empty())
        return fault;
    CheckedAnswer answer;
    answer.h264PayloadTypes = offeredH264(media, offered);
    if (answer.h264PayloadTypes.empty())
        return cannotPlay("the answer has no H264 payload type that was offered: the browser "
                          "cannot play what was offered (no H.264 decoder?)");
    answer.mid = *level.mid;
    answer.ufrag = *level.ufrag;
    answer.password = *level.password;
    answer.setup = *level.setup;
    answer.fingerprint = bestFingerprint(level.fingerprints);
    answer.payloadTypes = media.formats;
    answer.headerExtensions = level.headerExtensions;
    answer.rtcpFb = feedbackOf(level, answer.h264PayloadTypes);
    answer.candidates = level.candidates;
    answer.hiddenCandidates = level.hiddenCandidates;
    answer.endOfCandidates = level.endOfCandidates;
    answer.sdp = writeVideo(media, answer.fingerprint);
    if (!gstreamerReads(answer.sdp))
        return bad("the answer cannot be read by GStreamer");
    return answer;
}

} // namespace vitrine::signalling
