// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "tools/loadviewer/Sdp.hpp"

#include "util/Text.hpp"

#include <algorithm>
#include <charconv>
#include <sstream>

namespace vitrine::loadviewer {

namespace {

constexpr std::string_view kPlayoutDelayUri =
    "http://www.webrtc.org/experiments/rtp-hdrext/playout-delay";

template <typename Number>
std::optional<Number> number(std::string_view text) {
    Number value{};
    const auto* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc() || stop != end)
        return std::nullopt;
    return value;
}

/// The values of every attribute `name:` in a list.
std::vector<std::string> valuesOf(const std::vector<std::string>& attributes,
                                  const std::string& name) {
    std::vector<std::string> values;
    for (const auto& attribute : attributes)
        if (attribute.starts_with(name + ':'))
            values.push_back(attribute.substr(name.size() + 1));
    return values;
}

/// "97 apt=96" or "96 H264/90000": those whose first word is the payload type.
std::string valueFor(const std::vector<std::string>& values, const std::string& payloadType) {
    for (const auto& value : values)
        if (value.starts_with(payloadType + ' '))
            return value.substr(payloadType.size() + 1);
    return {};
}

struct Sections {
    std::vector<std::string> session;
    std::vector<OfferedMedia> media;
};

Sections readSections(std::string_view sdp) {
    Sections sections;
    for (const auto& line : util::split(sdp, '\n')) {
        if (line.starts_with("m=")) {
            auto words = util::split(line.substr(2), ' ');
            if (words.size() < 4)
                continue;
            auto& media = sections.media.emplace_back();
            media.kind = words[0];
            media.protocol = words[2];
            media.formats.assign(words.begin() + 3, words.end());
        } else if (line.starts_with("a=")) {
            auto& list =
                sections.media.empty() ? sections.session : sections.media.back().attributes;
            list.push_back(line.substr(2));
        }
    }
    for (auto& media : sections.media) {
        const auto mids = valuesOf(media.attributes, "mid");
        media.mid = mids.empty() ? "" : mids.front();
    }
    return sections;
}

/// The first value of `name` in the video's section, else in the session's.
std::string either(const Sections& sections, const OfferedMedia& video, const std::string& name) {
    auto values = valuesOf(video.attributes, name);
    if (values.empty())
        values = valuesOf(sections.session, name);
    return values.empty() ? std::string() : values.front();
}

void chooseCodec(Offer& offer, const OfferedMedia& video) {
    const auto maps = valuesOf(video.attributes, "rtpmap");
    const auto nameOf = [&](const std::string& format) {
        const auto map = valueFor(maps, format);
        return map.substr(0, map.find('/'));
    };
    auto chosen = std::ranges::find(video.formats, "H264", nameOf);
    if (chosen == video.formats.end())
        chosen = video.formats.begin();
    offer.payloadType = number<std::uint8_t>(*chosen).value_or(0);
    offer.codec = nameOf(*chosen);
    const auto parameters = valuesOf(video.attributes, "fmtp");
    for (const auto& format : video.formats)
        if (nameOf(format) == "rtx" && valueFor(parameters, format).starts_with("apt=" + *chosen))
            offer.rtxPayloadType = number<std::uint8_t>(format);
}

void chooseExtensions(Offer& offer, const OfferedMedia& video) {
    for (const auto& value : valuesOf(video.attributes, "extmap")) {
        const auto words = util::split(value, ' ');
        if (words.size() >= 2 && words[1] == kPlayoutDelayUri)
            offer.playoutDelayId =
                number<std::uint8_t>(std::string_view(words[0]).substr(0, words[0].find('/')));
    }
}

} // namespace

std::optional<RemoteCandidate> parseCandidate(std::string_view text) {
    const auto words = util::split(text, ' ');
    if (words.size() < 8 || words[0].find("candidate:") == std::string::npos || words[1] != "1" ||
        (words[2] != "UDP" && words[2] != "udp"))
        return std::nullopt;
    const auto port = number<std::uint16_t>(words[5]);
    const auto endpoint = parseEndpoint(words[4], port.value_or(0));
    if (!port || !endpoint)
        return std::nullopt;
    return RemoteCandidate{*endpoint, number<std::uint32_t>(words[3]).value_or(0)};
}

util::Result<Offer> parseOffer(std::string_view sdp) {
    auto sections = readSections(sdp);
    const auto video = std::ranges::find(sections.media, "video", &OfferedMedia::kind);
    if (video == sections.media.end())
        return util::Error{"sdp", "the offer has no video"};
    Offer offer;
    offer.video = static_cast<std::size_t>(video - sections.media.begin());
    offer.ice = {either(sections, *video, "ice-ufrag"), either(sections, *video, "ice-pwd")};
    if (offer.ice.fragment.empty() || offer.ice.password.empty())
        return util::Error{"sdp", "the offer has no a=ice-ufrag or no a=ice-pwd"};
    const auto fingerprint = util::split(either(sections, *video, "fingerprint"), ' ');
    if (fingerprint.size() != 2)
        return util::Error{"sdp", "the offer has no a=fingerprint"};
    offer.fingerprint = {fingerprint[0], fingerprint[1]};
    if (video->mid.empty())
        return util::Error{"sdp", "the offer's video has no a=mid"};
    chooseCodec(offer, *video);
    chooseExtensions(offer, *video);
    for (const auto& attribute : video->attributes)
        if (const auto candidate = parseCandidate(attribute))
            offer.candidates.push_back(*candidate);
    offer.media = std::move(sections.media);
    return offer;
}

namespace {

void writeVideo(std::ostream& out, const Offer& offer, const AnswerSettings& settings) {
    const auto& video = offer.media[offer.video];
    std::vector<std::string> formats{std::to_string(offer.payloadType)};
    if (settings.retransmissions && offer.rtxPayloadType)
        formats.push_back(std::to_string(*offer.rtxPayloadType));
    out << "m=video 9 " << video.protocol << ' ' << util::join(formats, " ")
        << "\r\nc=IN IP4 0.0.0.0\r\na=mid:" << video.mid
        << "\r\na=ice-ufrag:" << settings.ice.fragment << "\r\na=ice-pwd:" << settings.ice.password
        << "\r\na=ice-options:trickle\r\na=fingerprint:" << settings.fingerprint.algorithm << ' '
        << settings.fingerprint.value
        << "\r\na=setup:active\r\na=recvonly\r\na=rtcp-mux\r\na=rtcp-rsize\r\n";
    for (const auto& format : formats)
        for (const auto* name : {"rtpmap", "fmtp", "rtcp-fb"})
            for (const auto& value : valuesOf(video.attributes, name))
                if (value.starts_with(format + ' '))
                    out << "a=" << name << ':' << value << "\r\n";
    if (offer.playoutDelayId)
        out << "a=extmap:" << +*offer.playoutDelayId << ' ' << kPlayoutDelayUri << "\r\n";
}

} // namespace

std::string makeAnswer(const Offer& offer, const AnswerSettings& settings) {
    std::ostringstream out;
    out << "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE "
        << offer.media[offer.video].mid << "\r\n";
    for (std::size_t i = 0; i < offer.media.size(); ++i) {
        const auto& media = offer.media[i];
        if (i == offer.video)
            writeVideo(out, offer, settings);
        else
            out << "m=" << media.kind << " 0 " << media.protocol << ' ' << media.formats.front()
                << "\r\nc=IN IP4 0.0.0.0\r\na=mid:" << media.mid << "\r\na=inactive\r\n";
    }
    return out.str();
}

} // namespace vitrine::loadviewer
