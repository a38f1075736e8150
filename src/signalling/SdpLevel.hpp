// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "signalling/SdpLines.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

/// The attributes of an SDP that matter here, each read strictly. Thread: pure.
namespace vitrine::signalling {

/// The hash of the peer's DTLS certificate (RFC 8122).
struct Fingerprint {
    std::string algorithm; ///< lower case: "sha-256"
    std::string value;     ///< upper case: "AB:CD:…"
    bool operator==(const Fingerprint&) const = default;
};

/// What a payload type stands for (a=rtpmap).
struct RtpMap {
    std::string name;
    unsigned clockRate = 0;
    /// Of audio: how many; empty where nothing is said.
    std::string channels;
};

/// A kind of feedback ("nack pli") for one payload type, or for all ("*").
struct Feedback {
    std::optional<unsigned> payloadType;
    std::string kind;
};

/// What the attributes of one level of an SDP say: the session's, or the m-line's.
struct SdpLevel {
    std::optional<std::string> mid;
    std::optional<std::string> ufrag;
    std::optional<std::string> password;
    std::optional<std::string> setup;
    std::optional<std::string> direction;
    std::vector<Fingerprint> fingerprints;
    std::map<unsigned, RtpMap> rtpMaps;
    /// By payload type; only the parameters that are known here.
    std::map<unsigned, std::string> formatParameters;
    std::vector<Feedback> feedback;
    std::map<unsigned, std::string> headerExtensions;
    /// Checked and written anew; those of no use are left out.
    std::vector<std::string> candidates;
    /// Those with an mDNS name for an address, as they came.
    std::vector<std::string> hiddenCandidates;
    /// The mids of each BUNDLE group (RFC 9143); at the session's level.
    std::vector<std::vector<std::string>> bundles;
    bool bundleOnly = false;
    /// Whether it may measure round trips (a=rtcp-xr:rcvr-rtt, RFC 3611).
    bool receiverTime = false;
    bool endOfCandidates = false;
    bool trickle = false;
    bool rtcpMux = false;
    bool rtcpReducedSize = false;
};

/// More candidates than this in one SDP are left out.
inline constexpr std::size_t kMaxSdpCandidates = 64;

/// Reads the value of one "a=" line into the level. Attributes that are not known are left out.
///
/// Returns an empty string, or what is wrong and what would be right.
std::string readAttribute(SdpLevel& level, std::string_view attribute);

/// The one of the peer's that is checked: SHA-256 is what every browser has and every check can
/// compute; else the longest. There must be one.
const Fingerprint& bestFingerprint(const std::vector<Fingerprint>& all);

/// What ICE or DTLS needs and the level does not say (RFC 8839, RFC 8842). `description` is "offer"
/// or "answer", `setups` what its a=setup may be.
///
/// Error code "bad-sdp"; an error without a code means that nothing is missing.
util::Error transportFault(const SdpLevel& level, const std::string& description,
                           const std::string& setups);

/// The error of a description whose video lacks an attribute.
util::Error missingAttribute(const std::string& description, const std::string& attribute,
                             const std::string& right);

/// Gives the m-line's level what only the session's level says (RFC 8866, RFC 8839 and RFC 8842
/// allow ICE, DTLS and direction there; GStreamer 1.22 reads them at the m-line only).
void inheritFromSession(SdpLevel& media, const SdpLevel& session);

} // namespace vitrine::signalling
