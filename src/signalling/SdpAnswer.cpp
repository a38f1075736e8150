// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "signalling/SdpAnswer.hpp"

#include "signalling/Grammar.hpp"

#include <algorithm>
#include <array>

namespace vitrine::signalling {
namespace {

std::string attribute(const std::string& text) {
    return "a=" + text + "\r\n";
}

std::string mediaLine(const OfferedMedia& media, const char* port,
                      const std::vector<std::string>& formats) {
    auto line = "m=" + media.kind + ' ' + port + ' ' + media.protocol;
    for (const auto& format : formats)
        line += ' ' + format;
    line += "\r\nc=IN IP4 0.0.0.0\r\n";
    return media.level.mid ? line + attribute("mid:" + *media.level.mid) : line;
}

bool isRtp(const OfferedMedia& media) {
    return media.kind == "audio" || media.kind == "video";
}

std::string transportLines(const OwnTransport& transport) {
    return attribute("ice-ufrag:" + transport.ufrag) + attribute("ice-pwd:" + transport.password) +
           attribute("ice-options:trickle") + attribute("fingerprint:" + transport.fingerprint) +
           attribute("setup:" + transport.setup);
}

std::string candidateLines(const std::vector<std::string>& candidates) {
    std::string out;
    for (const auto& candidate : candidates)
        out += attribute(candidate);
    return out + attribute("end-of-candidates");
}

// GStreamer refuses an answer where even such an m-line has no transport.
std::string refused(const OfferedMedia& media, const OwnTransport& transport) {
    return mediaLine(media, "0", media.formats) + (isRtp(media) ? attribute("inactive") : "") +
           transportLines(transport) + (media.level.rtcpMux ? attribute("rtcp-mux") : "");
}

// It carries the transport, and nothing is sent or taken.
std::string inactive(const OfferedMedia& media) {
    auto out = mediaLine(media, "9", media.formats) + attribute("inactive");
    for (const auto& format : media.formats) {
        const auto map = media.level.rtpMaps.find(parseNumber(format, 127).value_or(128));
        if (map == media.level.rtpMaps.end())
            continue;
        const auto& [name, clockRate, channels] = map->second;
        out += attribute("rtpmap:" + format + ' ' + name + '/' + std::to_string(clockRate) +
                         (channels.empty() ? "" : '/' + channels));
    }
    return out;
}

bool offersFeedback(const SdpLevel& level, unsigned format, std::string_view kind) {
    return std::any_of(level.feedback.begin(), level.feedback.end(), [&](const auto& feedback) {
        return feedback.kind == kind && feedback.payloadType.value_or(format) == format;
    });
}

std::string formatLines(const SdpLevel& level, const VideoChoice& choice) {
    const auto number = std::to_string(choice.payloadType);
    auto out = attribute("rtpmap:" + number + " H264/90000");
    for (const std::string kind : {"ccm fir", "nack", "nack pli"})
        if (offersFeedback(level, choice.payloadType, kind))
            out += attribute("rtcp-fb:" + number + ' ' + kind);
    // As offered: profile and mode must not differ (RFC 6184, section 8.2.2).
    const auto parameters = level.formatParameters.find(choice.payloadType);
    if (parameters != level.formatParameters.end() && !parameters->second.empty())
        out += attribute("fmtp:" + number + ' ' + parameters->second);
    if (choice.retransmission) {
        const auto again = std::to_string(*choice.retransmission);
        out += attribute("rtpmap:" + again + " rtx/90000") +
               attribute("fmtp:" + again + " apt=" + number);
    }
    return out;
}

std::string video(const OfferedMedia& media, const VideoChoice& choice, const OurVideo& ours,
                  const OwnTransport& transport, std::string_view stream) {
    std::vector<std::string> formats{std::to_string(choice.payloadType)};
    if (choice.retransmission)
        formats.push_back(std::to_string(*choice.retransmission));
    const auto& level = media.level;
    auto out = mediaLine(media, "9", formats) + attribute("sendonly");
    if (level.rtcpReducedSize)
        out += attribute("rtcp-rsize");
    if (ours.receiverTime && level.receiverTime)
        out += attribute("rtcp-xr:rcvr-rtt=all");
    out += attribute("msid:" + std::string{stream} + " video") + formatLines(level, choice);
    for (const auto& [id, uri] : choice.headerExtensions)
        out += attribute("extmap:" + std::to_string(id) + ' ' + uri);
    for (const auto& source : transport.sources)
        out += attribute(source);
    return out;
}

// The group as answered: what is left of the offered one.
std::string group(const SdpOffer& offer, const VideoChoice& choice) {
    const auto& mid = offer.media[choice.media].level.mid;
    if (!mid || !offer.bundleOf(choice.media))
        return {};
    auto mids = *mid;
    if (choice.transport != choice.media)
        mids = *offer.media[choice.transport].level.mid + ' ' + mids;
    return attribute("group:BUNDLE " + mids);
}

} // namespace

util::Result<OwnTransport> readOwnAnswer(std::string_view sdp) {
    OwnTransport own;
    bool refusedIt = true;
    const auto lines = splitSdp(sdp);
    if (!lines)
        return lines.error();
    for (const auto& line : lines.value()) {
        if (line.type == 'm')
            refusedIt = false;
        if (line.type != 'a')
            continue;
        auto value = line.value;
        const auto name = takeUntil(value, ':');
        refusedIt = refusedIt || name == "inactive";
        if (name == "ice-ufrag")
            own.ufrag = value;
        else if (name == "ice-pwd")
            own.password = value;
        else if (name == "fingerprint")
            own.fingerprint = value;
        else if (name == "setup")
            own.setup = value;
        // The MediaStream is named once, by a=msid.
        else if (name == "ssrc-group" ||
                 (name == "ssrc" && value.find(" cname:") != std::string_view::npos))
            own.sources.emplace_back(line.value);
    }
    if (refusedIt || own.ufrag.empty() || own.password.empty() || own.fingerprint.empty() ||
        own.setup.empty())
        return util::Error{"internal", "webrtcbin did not accept the offer"};
    return own;
}

std::string writeAnswer(const SdpOffer& offer, const VideoChoice& choice, const OurVideo& ours,
                        const OwnTransport& transport, const std::vector<std::string>& candidates,
                        std::string_view stream, std::uint64_t session) {
    auto out = "v=0\r\no=- " + std::to_string(session) + " 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n" +
               group(offer, choice);
    for (std::size_t place = 0; place < offer.media.size(); ++place) {
        const auto& media = offer.media[place];
        if (place != choice.media && place != choice.transport) {
            out += refused(media, transport);
            continue;
        }
        out +=
            place == choice.media ? video(media, choice, ours, transport, stream) : inactive(media);
        out += transportLines(transport);
        if (place == choice.transport)
            out += candidateLines(candidates);
        out += attribute("rtcp-mux");
    }
    return out;
}

} // namespace vitrine::signalling
