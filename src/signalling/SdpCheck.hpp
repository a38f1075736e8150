// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "signalling/SdpLevel.hpp"
#include "util/Result.hpp"

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

/// Checks a stranger's SDP answer before webrtcbin sees it. Thread: pure.
namespace vitrine::signalling {

/// What the answer must keep to; empty parts are not compared.
struct OfferedVideo {
    std::string mid;
    std::vector<unsigned> h264PayloadTypes;
};

/// An answer to our offer of one H.264 video, checked.
struct CheckedAnswer {
    /// What webrtcbin gets: written anew from what was understood, nothing else of the stranger's.
    std::string sdp;
    std::string mid;
    std::string ufrag;
    std::string password;
    /// The hash the peer's DTLS certificate must have: SHA-256 when it gave that.
    Fingerprint fingerprint;
    /// "active": the browser opens DTLS; "passive": we do.
    std::string setup;
    /// All, in the browser's order of preference.
    std::vector<unsigned> payloadTypes;
    /// Those of H.264 among them that were offered.
    std::vector<unsigned> h264PayloadTypes;
    /// RTP header extensions: id to URI.
    std::map<unsigned, std::string> headerExtensions;
    /// What feedback the browser sends for H.264: "nack", "nack pli", "ccm fir", "transport-cc",
    /// "goog-remb".
    std::set<std::string> rtcpFb;
    /// Those that webrtcbin gets, and as they came those with an mDNS name.
    std::vector<std::string> candidates;
    std::vector<std::string> hiddenCandidates;
    bool endOfCandidates = false;
};

/// Checks an answer to an offer of one video m-line, sendonly, H.264.
///
/// webrtcbin asserts, and the process ends, on an SDP without a=mid; it resolves ".local" names on
/// the wrong loop; it reads a=setup, a=fingerprint and ICE credentials at the m-line only. So what
/// it gets is written here: all of these at the m-line, no candidate that checkCandidate() would
/// not add, no attribute that is not known.
///
/// Error codes: "bad-sdp"; and "cannot-play" when the answer is in order, but says that the
/// browser does not take the video. The text names the line or the attribute, and what would be
/// right. No input makes it throw or abort.
util::Result<CheckedAnswer> checkAnswer(std::string_view sdp, const OfferedVideo& offered = {});

} // namespace vitrine::signalling
