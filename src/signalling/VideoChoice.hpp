// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "signalling/SdpOffer.hpp"
#include "util/Result.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

/// What of a stranger's offer is accepted. Thread: pure.
namespace vitrine::signalling {

/// The one video there is to send.
struct OurVideo {
    /// As in the stream's SPS (RFC 6184, section 8.1).
    std::string profileLevelId;
    /// The URIs of the header extensions that its packets have.
    std::vector<std::string> headerExtensions;
    /// Whether the receiver is told what it needs to measure round trips (RFC 3611).
    bool receiverTime = false;
};

/// The m-line, the numbers and the transport that the offer gives our video.
struct VideoChoice {
    std::size_t media = 0;
    /// The m-line whose ICE and DTLS count: the video's own, or one it is bundled with.
    std::size_t transport = 0;
    /// All m-lines that have this transport, whether they are accepted or not: whose candidates
    /// are for it.
    std::vector<std::size_t> sharing;
    unsigned payloadType = 0;
    /// Where lost packets are sent again (RFC 4588).
    std::optional<unsigned> retransmission;
    /// Ours among those offered: id to URI.
    std::map<unsigned, std::string> headerExtensions;
};

/// Chooses the first video of the offer that can take ours, and of its formats the H.264 nearest to
/// it. Every other m-line is to be refused.
///
/// Error codes: "cannot-play" when the offer is in order and has no place for the video, with what
/// is missing; "bad-sdp" when the place has no ICE or DTLS as it must.
util::Result<VideoChoice> chooseVideo(const SdpOffer& offer, const OurVideo& ours);

/// The offer as webrtcbin gets it: of the chosen video alone, with the chosen format in our
/// stream's words, so that its answer is about nothing else. `candidates` are the checked ones.
std::string offerForWebrtcbin(const SdpOffer& offer, const VideoChoice& choice,
                              const OurVideo& ours, const std::vector<std::string>& candidates);

} // namespace vitrine::signalling
