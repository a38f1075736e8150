// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "signalling/SdpOffer.hpp"

#include "signalling/Grammar.hpp"

#include <algorithm>
#include <array>

namespace vitrine::signalling {
namespace {

using util::Error;

// What of an m-line that is no video matters when it shares its transport with one.
bool concernsTransport(std::string_view attribute) {
    constexpr std::array<std::string_view, 11> names{
        "bundle-only", "candidate", "end-of-candidates", "fingerprint", "ice-options", "ice-pwd",
        "ice-ufrag",   "mid",       "rtcp-mux",          "rtpmap",      "setup"};
    const auto name = takeUntil(attribute, ':');
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool isProtocol(std::string_view text) {
    while (!text.empty())
        if (!isToken(takeUntil(text, '/'), 16))
            return false;
    return true;
}

// Reads "audio 9 UDP/TLS/RTP/SAVPF 111 63"; an Error without a code means that all is well.
Error readMediaLine(const SdpLine& line, OfferedMedia& media) {
    const auto parts = words(line.value);
    if (parts.size() < 4 || !isToken(parts[0], 32) || !isProtocol(parts[2]))
        return badLine(line.number, "is " + inQuotes(line.value) +
                                        "; it must be \"m=video port protocol payload-types\"");
    const auto port = parseNumber(parts[1], 65535);
    if (!port)
        return badLine(line.number,
                       "has the port " + inQuotes(parts[1]) + "; it must be a number to 65535");
    if (parts.size() > 3 + kMaxFormats)
        return badLine(line.number,
                       "has more than " + std::to_string(kMaxFormats) + " payload types");
    media.kind = parts[0];
    media.disabled = *port == 0;
    media.protocol = parts[2];
    for (std::size_t i = 3; i < parts.size(); ++i) {
        const auto number = parseNumber(parts[i], 127);
        if (!number && (media.kind == "video" || !isToken(parts[i], 64)))
            return badLine(line.number, "has the payload type " + inQuotes(parts[i]) +
                                            "; it must be a number to 127");
        auto format = number ? std::to_string(*number) : std::string{parts[i]};
        // Twice in the offer, twice in the answer: and there nobody reads two a=rtpmap of one
        // number.
        if (std::find(media.formats.begin(), media.formats.end(), format) == media.formats.end())
            media.formats.push_back(std::move(format));
    }
    return {};
}

// An Error without a code means that all is well.
Error identityFault(const std::vector<OfferedMedia>& all) {
    for (std::size_t i = 0; i < all.size(); ++i)
        for (std::size_t j = 0; j < i; ++j)
            if (all[i].level.mid && all[i].level.mid == all[j].level.mid)
                return {"bad-sdp", "two m-lines have the a=mid " + inQuotes(*all[i].level.mid) +
                                       "; each must have its own"};
    return {};
}

} // namespace

std::optional<std::size_t> SdpOffer::find(std::string_view mid) const {
    const auto found = std::find_if(media.begin(), media.end(),
                                    [&](const auto& each) { return each.level.mid == mid; });
    if (found == media.end())
        return std::nullopt;
    return static_cast<std::size_t>(found - media.begin());
}

const std::vector<std::string>* SdpOffer::bundleOf(std::size_t place) const {
    const auto& mid = media[place].level.mid;
    const auto found = std::find_if(bundles.begin(), bundles.end(), [&](const auto& group) {
        return mid && std::find(group.begin(), group.end(), *mid) != group.end();
    });
    return found == bundles.end() ? nullptr : &*found;
}

util::Result<SdpOffer> readOffer(std::string_view sdp) {
    const auto lines = splitSdp(sdp);
    if (!lines)
        return lines.error();
    SdpLevel session;
    SdpOffer offer;
    for (const auto& line : lines.value()) {
        if (line.type == 'm') {
            if (offer.media.size() == kMaxOfferedMedia)
                return badLine(line.number, "is one more m-line than the " +
                                                std::to_string(kMaxOfferedMedia) +
                                                " that are read");
            if (auto fault = readMediaLine(line, offer.media.emplace_back()); !fault.code.empty())
                return fault;
        } else if (line.type == 'a') {
            const bool ofSession = offer.media.empty();
            auto& level = ofSession ? session : offer.media.back().level;
            if (!ofSession && offer.media.back().kind != "video" && !concernsTransport(line.value))
                continue;
            if (auto fault = readAttribute(level, line.value); !fault.empty())
                return badLine(line.number, fault);
        }
    }
    if (offer.media.empty())
        return Error{"bad-sdp", "the SDP has no m-line; it must have one for the video"};
    if (auto fault = identityFault(offer.media); !fault.code.empty())
        return fault;
    for (auto& media : offer.media) {
        media.disabled = media.disabled && !media.level.bundleOnly;
        inheritFromSession(media.level, session);
    }
    offer.bundles = std::move(session.bundles);
    return offer;
}

} // namespace vitrine::signalling
