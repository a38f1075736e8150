// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "signalling/VideoChoice.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Our answer to a stranger's offer. Thread: pure.
namespace vitrine::signalling {

/// What of webrtcbin's own answer the stranger is told.
struct OwnTransport {
    std::string ufrag;
    std::string password;
    std::string fingerprint;
    std::string setup;
    /// Who sends: the attributes "ssrc:…" and "ssrc-group:…".
    std::vector<std::string> sources;
};

/// Reads it from webrtcbin's answer to offerForWebrtcbin(). Error code "internal": it refused the
/// video.
util::Result<OwnTransport> readOwnAnswer(std::string_view sdp);

/// Writes the answer: an m-line for each of the offer's in its order, all refused but the chosen
/// video, and one it shares its transport with, which is then inactive (RFC 3264, section 6;
/// RFC 9143, section 7.3). `stream` names the MediaStream, `session` the SDP; `candidates` are all
/// there are.
std::string writeAnswer(const SdpOffer& offer, const VideoChoice& choice, const OurVideo& ours,
                        const OwnTransport& transport, const std::vector<std::string>& candidates,
                        std::string_view stream, std::uint64_t session);

} // namespace vitrine::signalling
