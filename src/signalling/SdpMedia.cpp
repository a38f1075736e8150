// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "signalling/SdpMedia.hpp"

#include "signalling/Grammar.hpp"

#include <algorithm>
#include <array>

namespace vitrine::signalling {
namespace {

using util::Error;

// Reads "video 9 UDP/TLS/RTP/SAVPF 96 97"; an Error without a code means that all is well.
Error readMediaLine(const SdpLine& line, std::vector<unsigned>& formats) {
    const auto parts = words(line.value);
    if (parts.size() < 4)
        return badLine(line.number, "is " + inQuotes(line.value) +
                                        "; it must be \"m=video port protocol payload-types\"");
    if (parts[0] != "video")
        return badLine(line.number, "is for " + inQuotes(parts[0]) + "; only video was offered");
    const auto port = parseNumber(parts[1], 65535);
    if (!port)
        return badLine(line.number,
                       "has the port " + inQuotes(parts[1]) + "; it must be a number to 65535");
    if (*port == 0)
        return {"cannot-play", "the browser refused the video: no H.264 decoder?"};
    constexpr std::array<std::string_view, 3> protocols{"UDP/TLS/RTP/SAVPF", "TCP/TLS/RTP/SAVPF",
                                                        "RTP/SAVPF"};
    if (std::find(protocols.begin(), protocols.end(), parts[2]) == protocols.end())
        return badLine(line.number, "has the protocol " + inQuotes(parts[2]) + "; it must be " +
                                        std::string{protocols[0]});
    if (parts.size() > 3 + kMaxFormats)
        return badLine(line.number,
                       "has more than " + std::to_string(kMaxFormats) + " payload types");
    for (std::size_t i = 3; i < parts.size(); ++i) {
        const auto format = parseNumber(parts[i], 127);
        if (!format)
            return badLine(line.number, "has the payload type " + inQuotes(parts[i]) +
                                            "; it must be a number to 127");
        if (std::find(formats.begin(), formats.end(), *format) == formats.end())
            formats.push_back(*format);
    }
    return {};
}

std::string formatLines(const SdpMedia& media) {
    const auto& level = media.level;
    std::string out;
    for (const auto format : media.formats) {
        const auto number = std::to_string(format) + ' ';
        if (const auto map = level.rtpMaps.find(format); map != level.rtpMaps.end())
            out += "a=rtpmap:" + number + map->second.name + '/' +
                   std::to_string(map->second.clockRate) + "\r\n";
        for (const auto& feedback : level.feedback) {
            if (feedback.payloadType.value_or(format) == format)
                out += "a=rtcp-fb:" + number + feedback.kind + "\r\n";
        }
        const auto parameters = level.formatParameters.find(format);
        if (parameters != level.formatParameters.end() && !parameters->second.empty())
            out += "a=fmtp:" + number + parameters->second + "\r\n";
    }
    return out;
}

} // namespace

util::Result<SdpMedia> readVideoAnswer(std::string_view sdp) {
    const auto lines = splitSdp(sdp);
    if (!lines)
        return lines.error();
    SdpLevel session;
    SdpMedia media;
    bool inMedia = false;
    for (const auto& line : lines.value()) {
        if (line.type == 'm') {
            if (inMedia)
                return badLine(line.number, "is a second m-line; one video was offered");
            inMedia = true;
            if (auto fault = readMediaLine(line, media.formats); !fault.code.empty())
                return fault;
        } else if (line.type == 'a') {
            auto& level = inMedia ? media.level : session;
            if (auto fault = readAttribute(level, line.value); !fault.empty())
                return badLine(line.number, fault);
        }
    }
    if (!inMedia)
        return Error{"bad-sdp", "the SDP has no m-line; it must have one for the offered video"};
    inheritFromSession(media.level, session);
    return media;
}

std::string writeVideo(const SdpMedia& media, const Fingerprint& fingerprint) {
    const auto& level = media.level;
    const auto attribute = [](const std::string& text) {
        return "a=" + text + "\r\n";
    };
    auto out = "v=0\r\n"
               "o=- 1 1 IN IP4 0.0.0.0\r\n"
               "s=-\r\n"
               "t=0 0\r\n" +
               attribute("group:BUNDLE " + *level.mid) + "m=video 9 UDP/TLS/RTP/SAVPF";
    for (const auto format : media.formats)
        out += ' ' + std::to_string(format);
    out += "\r\nc=IN IP4 0.0.0.0\r\n" + attribute("mid:" + *level.mid) +
           attribute("ice-ufrag:" + *level.ufrag) + attribute("ice-pwd:" + *level.password);
    if (level.trickle)
        out += attribute("ice-options:trickle");
    out += attribute("fingerprint:" + fingerprint.algorithm + ' ' + fingerprint.value) +
           attribute("setup:" + *level.setup) + attribute("rtcp-mux");
    if (level.rtcpReducedSize)
        out += attribute("rtcp-rsize");
    out += attribute("recvonly") + formatLines(media);
    for (const auto& [id, uri] : level.headerExtensions)
        out += attribute("extmap:" + std::to_string(id) + ' ' + uri);
    for (const auto& candidate : level.candidates)
        out += attribute(candidate);
    return out;
}

} // namespace vitrine::signalling
