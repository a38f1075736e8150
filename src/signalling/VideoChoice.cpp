// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "signalling/VideoChoice.hpp"

#include "signalling/Grammar.hpp"
#include "signalling/H264Format.hpp"
#include "signalling/SdpMedia.hpp"

#include <algorithm>
#include <array>

namespace vitrine::signalling {
namespace {

using util::Error;

Error cannotPlay(std::string message) {
    return {"cannot-play", std::move(message)};
}

const std::string& parametersOf(const SdpLevel& level, unsigned format) {
    static const std::string none;
    const auto found = level.formatParameters.find(format);
    return found == level.formatParameters.end() ? none : found->second;
}

bool isCodec(const SdpLevel& level, unsigned format, std::string_view name) {
    const auto map = level.rtpMaps.find(format);
    return map != level.rtpMaps.end() && sameWord(map->second.name, name) &&
           map->second.clockRate == 90000;
}

std::vector<unsigned> payloadTypes(const OfferedMedia& media) {
    std::vector<unsigned> all;
    for (const auto& format : media.formats)
        all.push_back(parseNumber(format, 127).value_or(0));
    return all;
}

std::optional<unsigned> retransmissionOf(const OfferedMedia& media, unsigned format) {
    const auto apt = std::to_string(format);
    for (const auto candidate : payloadTypes(media))
        if (isCodec(media.level, candidate, "rtx") &&
            formatParameter(parametersOf(media.level, candidate), "apt") == apt)
            return candidate;
    return std::nullopt;
}

// Why no H.264 of the m-line will do.
Error formatFault(const OfferedMedia& media, const OurVideo& ours) {
    std::string profiles;
    bool any = false;
    for (const auto format : payloadTypes(media)) {
        if (!isCodec(media.level, format, "H264"))
            continue;
        any = true;
        const auto& parameters = parametersOf(media.level, format);
        if (formatParameter(parameters, "packetization-mode") == "1")
            profiles += (profiles.empty() ? "" : ", ") +
                        std::string{formatParameter(parameters, "profile-level-id")};
    }
    if (!any)
        return cannotPlay("the offer's video has no H264/90000, and the camera sends nothing else");
    if (profiles.empty())
        return cannotPlay("the offer's H264 has no packetization-mode=1, which the camera's "
                          "packets need");
    return cannotPlay("the camera sends H.264 " +
                      std::string{h264ProfileName(ours.profileLevelId)} + " (profile-level-id " +
                      ours.profileLevelId + "), the offer takes only " + profiles);
}

// An Error without a code means that the m-line is one for us.
Error placeFault(const OfferedMedia& media) {
    constexpr std::array<std::string_view, 3> protocols{"UDP/TLS/RTP/SAVPF", "TCP/TLS/RTP/SAVPF",
                                                        "RTP/SAVPF"};
    const auto direction = media.level.direction.value_or("sendrecv"); // RFC 8866, section 6.7
    if (media.disabled)
        return cannotPlay("the offer's video has port 0");
    if (direction != "recvonly" && direction != "sendrecv")
        return cannotPlay("the offer's video says a=" + direction +
                          "; to receive the camera's it must be recvonly or sendrecv");
    if (std::find(protocols.begin(), protocols.end(), media.protocol) == protocols.end())
        return cannotPlay("the offer's video has the protocol " + inQuotes(media.protocol) +
                          "; it must be " + std::string{protocols[0]});
    if (!media.level.rtcpMux)
        return cannotPlay("the offer's video has no a=rtcp-mux; RTP and RTCP share one port here");
    return {};
}

// The first m-line of a BUNDLE group has its transport (RFC 9143, section 7.3.1). Where the video
// has a transport of its own the others are refused, and it takes that place; where both say the
// same of ICE it may be one already: Chromium's max-bundle does not let go of the first.
std::size_t transportOf(const SdpOffer& offer, std::size_t video) {
    const auto& level = offer.media[video].level;
    const auto* bundle = offer.bundleOf(video);
    if (!bundle)
        return video;
    for (const auto& mid : *bundle) {
        const auto place = offer.find(mid);
        if (!place || offer.media[*place].disabled || offer.media[*place].level.bundleOnly)
            continue;
        const auto& kind = offer.media[*place].kind;
        const auto& first = offer.media[*place].level;
        const bool shared = level.bundleOnly || !level.ufrag ||
                            (first.ufrag == level.ufrag && first.password == level.password);
        // None but these can be inactive.
        return shared && (kind == "audio" || kind == "video") ? *place : video;
    }
    return video;
}

// Those bundled with it that say the same of ICE: clients tell their candidates at the first one.
std::vector<std::size_t> sharing(const SdpOffer& offer, std::size_t transport) {
    std::vector<std::size_t> places{transport};
    const auto& level = offer.media[transport].level;
    const auto* bundle = offer.bundleOf(transport);
    for (std::size_t place = 0; bundle && place < offer.media.size(); ++place) {
        const auto& other = offer.media[place].level;
        if (place != transport && offer.bundleOf(place) == bundle && other.ufrag == level.ufrag &&
            other.password == level.password)
            places.push_back(place);
    }
    return places;
}

std::optional<VideoChoice> chooseFormat(const OfferedMedia& media, const OurVideo& ours) {
    std::optional<VideoChoice> best;
    std::optional<unsigned> nearest;
    for (const auto format : payloadTypes(media)) {
        if (!isCodec(media.level, format, "H264"))
            continue;
        const auto distance = h264Distance(parametersOf(media.level, format), ours.profileLevelId);
        if (!distance || (nearest && *distance >= *nearest))
            continue;
        nearest = distance;
        best.emplace();
        best->payloadType = format;
    }
    if (!best)
        return std::nullopt;
    best->retransmission = retransmissionOf(media, best->payloadType);
    for (const auto& uri : ours.headerExtensions)
        for (const auto& [id, offered] : media.level.headerExtensions)
            if (offered == uri) {
                best->headerExtensions.emplace(id, uri);
                break;
            }
    return best;
}

} // namespace

util::Result<VideoChoice> chooseVideo(const SdpOffer& offer, const OurVideo& ours) {
    std::optional<Error> refusal;
    for (std::size_t place = 0; place < offer.media.size(); ++place) {
        const auto& media = offer.media[place];
        if (media.kind != "video")
            continue;
        auto fault = placeFault(media);
        auto choice = fault.code.empty() ? chooseFormat(media, ours) : std::nullopt;
        if (!choice) {
            if (!refusal)
                refusal = fault.code.empty() ? formatFault(media, ours) : std::move(fault);
            continue;
        }
        choice->media = place;
        choice->transport = transportOf(offer, place);
        choice->sharing = sharing(offer, choice->transport);
        if (auto missing = transportFault(offer.media[choice->transport].level, "offer", "actpass");
            !missing.code.empty())
            return missing;
        return *std::move(choice);
    }
    return refusal.value_or(cannotPlay("the offer has no m=video; there is nothing else to watch"));
}

std::string offerForWebrtcbin(const SdpOffer& offer, const VideoChoice& choice,
                              const OurVideo& ours, const std::vector<std::string>& candidates) {
    const auto& video = offer.media[choice.media].level;
    const auto& transport = offer.media[choice.transport].level;
    SdpMedia media;
    auto& level = media.level;
    level.mid = "video0";
    level.ufrag = transport.ufrag;
    level.password = transport.password;
    level.setup = transport.setup;
    level.trickle = true;
    level.rtcpReducedSize = video.rtcpReducedSize;
    level.candidates = candidates;
    level.headerExtensions = choice.headerExtensions;

    const auto add = [&](unsigned format, const char* name, const std::string& parameters) {
        media.formats.push_back(format);
        level.rtpMaps.emplace(format, RtpMap{name, 90000, {}});
        level.formatParameters.emplace(format, parameters);
    };
    add(choice.payloadType, "H264", "packetization-mode=1;profile-level-id=" + ours.profileLevelId);
    if (choice.retransmission)
        add(*choice.retransmission, "rtx", "apt=" + std::to_string(choice.payloadType));
    for (const char* kind : {"nack", "nack pli", "ccm fir"})
        level.feedback.push_back({choice.payloadType, kind});
    return writeVideo(media, bestFingerprint(transport.fingerprints));
}

} // namespace vitrine::signalling
