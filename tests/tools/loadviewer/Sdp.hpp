// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "tools/loadviewer/Dtls.hpp"
#include "tools/loadviewer/Ice.hpp"

#include <string_view>

/// The few lines of SDP that a receiver of one bundled video needs. Thread: pure.
namespace vitrine::loadviewer {

/// A remote candidate that we can use.
struct RemoteCandidate {
    Endpoint endpoint;
    std::uint32_t priority = 0;
};

/// The candidate in "candidate:…" (with or without "a="), or nothing when it is not UDP over IPv4
/// for component 1, or names a host that is not an address.
std::optional<RemoteCandidate> parseCandidate(std::string_view text);

/// One m-line of an offer, as far as the answer repeats it.
struct OfferedMedia {
    std::string kind;     ///< "video"
    std::string protocol; ///< "UDP/TLS/RTP/SAVPF"
    std::vector<std::string> formats;
    std::string mid;
    std::vector<std::string> attributes; ///< without "a="
};

/// An offer with a video in it.
struct Offer {
    std::vector<OfferedMedia> media;
    std::size_t video = 0; ///< its index in `media`
    IceCredentials ice;
    Fingerprint fingerprint;
    std::uint8_t payloadType = 0;
    std::string codec; ///< "H264"
    std::optional<std::uint8_t> rtxPayloadType;
    std::optional<std::uint8_t> playoutDelayId;
    std::vector<RemoteCandidate> candidates;
};

/// Reads an offer; the Error says which line is missing.
util::Result<Offer> parseOffer(std::string_view sdp);

/// What we answer: the video, recvonly, as DTLS client; every other m-line is refused.
struct AnswerSettings {
    IceCredentials ice;
    Fingerprint fingerprint;
    bool retransmissions = false; ///< whether to accept RTX
};
std::string makeAnswer(const Offer& offer, const AnswerSettings& settings);

} // namespace vitrine::loadviewer
