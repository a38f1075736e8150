// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "signalling/SdpLevel.hpp"

#include "signalling/CandidateCheck.hpp"
#include "signalling/Grammar.hpp"
#include "util/Text.hpp"

#include <algorithm>
#include <array>
#include <glib.h>

namespace vitrine::signalling {
namespace {

constexpr std::uint32_t kMostPayloadType = 127;

// Sets a value that may be there once only.
bool setOnce(std::optional<std::string>& place, std::string_view value, bool good) {
    if (place || !good)
        return false;
    place = value;
    return true;
}

bool readMid(SdpLevel& level, std::string_view value) {
    return setOnce(level.mid, value, isToken(value, 64));
}

bool readUfrag(SdpLevel& level, std::string_view value) {
    return setOnce(level.ufrag, value, isIceChars(value, 4, 256));
}

bool readPassword(SdpLevel& level, std::string_view value) {
    return setOnce(level.password, value, isIceChars(value, 22, 256));
}

bool readSetup(SdpLevel& level, std::string_view value) {
    return setOnce(level.setup, value,
                   value == "active" || value == "passive" || value == "actpass");
}

template <const char* Direction>
bool readDirection(SdpLevel& level, std::string_view value) {
    return setOnce(level.direction, Direction, value.empty());
}
constexpr char kSendOnly[] = "sendonly";
constexpr char kReceiveOnly[] = "recvonly";
constexpr char kSendReceive[] = "sendrecv";
constexpr char kInactive[] = "inactive";

template <bool SdpLevel::*Flag>
bool readFlag(SdpLevel& level, std::string_view value) {
    level.*Flag = true;
    return value.empty();
}

bool readIceOptions(SdpLevel& level, std::string_view value) {
    for (const auto option : words(value))
        level.trickle = level.trickle || option == "trickle";
    return true;
}

struct HashLength {
    std::string_view algorithm;
    std::size_t bytes;
};
constexpr std::array<HashLength, 5> kHashes{
    {{"sha-1", 20}, {"sha-224", 28}, {"sha-256", 32}, {"sha-384", 48}, {"sha-512", 64}}};

// "AB:CD:…" of so many bytes.
bool isHexPairs(std::string_view text, std::size_t bytes) {
    if (text.size() != bytes * 3 - 1)
        return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (i % 3 == 2 ? text[i] != ':' : g_ascii_isxdigit(text[i]) == 0)
            return false;
    }
    return true;
}

bool readFingerprint(SdpLevel& level, std::string_view value) {
    const auto algorithm = takeUntil(value, ' ');
    const auto* hash = std::find_if(kHashes.begin(), kHashes.end(), [&](const auto& known) {
        return sameWord(known.algorithm, algorithm);
    });
    // A browser may add one that we do not know; one that we know must be right.
    if (hash == kHashes.end())
        return isToken(algorithm, 32);
    if (!isHexPairs(value, hash->bytes))
        return false;
    std::string upper{value};
    std::transform(upper.begin(), upper.end(), upper.begin(),
                   [](char c) { return g_ascii_toupper(c); });
    level.fingerprints.push_back({std::string{hash->algorithm}, std::move(upper)});
    return true;
}

bool readRtpMap(SdpLevel& level, std::string_view value) {
    const auto payloadType = parseNumber(takeUntil(value, ' '), kMostPayloadType);
    const auto name = takeUntil(value, '/');
    const auto clockRate = parseNumber(takeUntil(value, '/'), 1000000);
    if (!payloadType || !isToken(name, 32) || !clockRate || *clockRate == 0)
        return false;
    const std::string channels{parseNumber(value, 255) ? value : std::string_view{}};
    return level.rtpMaps.emplace(*payloadType, RtpMap{std::string{name}, *clockRate, channels})
        .second;
}

bool isHex(std::string_view text, std::size_t digits) {
    return text.size() == digits &&
           std::all_of(text.begin(), text.end(), [](char c) { return g_ascii_isxdigit(c) != 0; });
}

// The parameters that decide what is sent; GStreamer would make a caps field of any other.
struct Parameter {
    std::string_view name;
    bool (*good)(std::string_view value);
};
constexpr std::array<Parameter, 5> kParameters{{
    {"apt",
     [](std::string_view v) {
         return parseNumber(v, kMostPayloadType).has_value();
     }},
    {"level-asymmetry-allowed",
     [](std::string_view v) {
         return v == "0" || v == "1";
     }},
    {"packetization-mode",
     [](std::string_view v) {
         return v == "0" || v == "1" || v == "2";
     }},
    {"profile-level-id",
     [](std::string_view v) {
         return isHex(v, 6);
     }},
    {"rtx-time",
     [](std::string_view v) {
         return parseNumber(v, 60000).has_value();
     }},
}};

bool readFormatParameters(SdpLevel& level, std::string_view value) {
    const auto payloadType = parseNumber(takeUntil(value, ' '), kMostPayloadType);
    if (!payloadType || level.formatParameters.contains(*payloadType))
        return false;
    std::string kept;
    while (!value.empty()) {
        auto given = takeUntil(value, ';');
        while (given.starts_with(' '))
            given.remove_prefix(1);
        const auto name = takeUntil(given, '=');
        const auto* known =
            std::find_if(kParameters.begin(), kParameters.end(),
                         [&](const auto& parameter) { return sameWord(parameter.name, name); });
        if (known == kParameters.end())
            continue;
        if (!known->good(given))
            return false;
        kept += (kept.empty() ? "" : ";") + std::string{known->name} + '=' + std::string{given};
    }
    level.formatParameters.emplace(*payloadType, std::move(kept));
    return true;
}

bool readFeedback(SdpLevel& level, std::string_view value) {
    constexpr std::array<std::string_view, 5> known{"nack", "nack pli", "ccm fir", "goog-remb",
                                                    "transport-cc"};
    const auto target = takeUntil(value, ' ');
    const auto payloadType = parseNumber(target, kMostPayloadType);
    if (!payloadType && target != "*")
        return false;
    value = util::trim(value); // pion has a blank behind "nack"
    if (std::find(known.begin(), known.end(), value) != known.end())
        level.feedback.push_back({payloadType, std::string{value}});
    return true;
}

bool readHeaderExtension(SdpLevel& level, std::string_view value) {
    constexpr std::uint32_t mostOneByteId = 14; // RFC 8285, section 4.2
    auto idAndDirection = takeUntil(value, ' ');
    const auto id = parseNumber(takeUntil(idAndDirection, '/'), 4351);
    const auto uri = takeUntil(value, ' ');
    if (!id || *id == 0 || !isVisible(uri, 255))
        return false;
    // Other ids need the two-byte form, which is not offered.
    if (*id > mostOneByteId)
        return true;
    return level.headerExtensions.emplace(*id, std::string{uri}).second;
}

bool readCandidate(SdpLevel& level, std::string_view value) {
    // One that is not understood costs the peer this candidate only: there are others, and the
    // peer's own packets show its address.
    const auto text = "candidate:" + std::string{value};
    const auto checked = checkCandidate(text);
    if (!checked)
        return true;
    const bool add = checked.value().use == CheckedCandidate::Use::Add;
    auto& list = add ? level.candidates : level.hiddenCandidates;
    if ((add || text.find(".local ") != std::string::npos) && list.size() < kMaxSdpCandidates)
        list.push_back(add ? checked.value().text : text);
    return true;
}

bool readGroup(SdpLevel& level, std::string_view value) {
    constexpr std::size_t most = 64;
    const auto names = words(value);
    if (names.empty() || names.front() != "BUNDLE" || level.bundles.size() == most)
        return true;
    auto& group = level.bundles.emplace_back();
    for (std::size_t i = 1; i < names.size() && i <= most; ++i)
        group.emplace_back(names[i]);
    return true;
}

bool readExtendedReports(SdpLevel& level, std::string_view value) {
    for (const auto format : words(value))
        level.receiverTime = level.receiverTime || format.starts_with("rcvr-rtt=");
    return true;
}

struct Rule {
    std::string_view name;
    bool (*read)(SdpLevel& level, std::string_view value);
    const char* right;
};
constexpr auto kOneDirection = "one direction, and without a value";
constexpr auto kNoValue = "without a value";
constexpr std::array<Rule, 21> kRules{{
    {"bundle-only", readFlag<&SdpLevel::bundleOnly>, kNoValue},
    {"candidate", readCandidate, ""},
    {"end-of-candidates", readFlag<&SdpLevel::endOfCandidates>, kNoValue},
    {"extmap", readHeaderExtension, "an id of its own from 1 and a URI"},
    {"fingerprint", readFingerprint,
     "an algorithm and its hash: sha-256 and 32 hexadecimal pairs with colons between them"},
    {"fmtp", readFormatParameters, "a payload type and its parameters, once"},
    {"group", readGroup, ""},
    {"ice-options", readIceOptions, ""},
    {"ice-pwd", readPassword, "22 to 256 letters, digits, + or /, once"},
    {"ice-ufrag", readUfrag, "4 to 256 letters, digits, + or /, once"},
    {"inactive", readDirection<kInactive>, kOneDirection},
    {"mid", readMid, "1 to 64 letters, digits or signs without a blank, once"},
    {"recvonly", readDirection<kReceiveOnly>, kOneDirection},
    {"rtcp-fb", readFeedback, "a payload type or *, and a kind"},
    {"rtcp-mux", readFlag<&SdpLevel::rtcpMux>, kNoValue},
    {"rtcp-rsize", readFlag<&SdpLevel::rtcpReducedSize>, kNoValue},
    {"rtcp-xr", readExtendedReports, ""},
    {"rtpmap", readRtpMap, "a payload type, a name and a clock rate, as \"96 H264/90000\", once"},
    {"sendonly", readDirection<kSendOnly>, kOneDirection},
    {"sendrecv", readDirection<kSendReceive>, kOneDirection},
    {"setup", readSetup, "active or passive, or actpass in an offer, once"},
}};

} // namespace

std::string readAttribute(SdpLevel& level, std::string_view attribute) {
    const auto whole = attribute;
    const auto name = takeUntil(attribute, ':');
    const auto* rule = std::find_if(kRules.begin(), kRules.end(),
                                    [&](const Rule& known) { return known.name == name; });
    if (rule == kRules.end() || rule->read(level, attribute))
        return {};
    return "is " + inQuotes("a=" + std::string{whole}) + "; " + std::string{name} + " must be " +
           rule->right;
}

const Fingerprint& bestFingerprint(const std::vector<Fingerprint>& all) {
    const auto rank = [](const Fingerprint& one) {
        return one.algorithm == "sha-256" ? 1000 : one.value.size();
    };
    return *std::max_element(all.begin(), all.end(),
                             [&](const auto& a, const auto& b) { return rank(a) < rank(b); });
}

util::Error missingAttribute(const std::string& description, const std::string& attribute,
                             const std::string& right) {
    return {"bad-sdp",
            "the " + description + " has no a=" + attribute + "; its video must have " + right};
}

util::Error transportFault(const SdpLevel& level, const std::string& description,
                           const std::string& setups) {
    if (!level.ufrag)
        return missingAttribute(description, "ice-ufrag",
                                "one of 4 to 256 letters, digits, + or /");
    if (!level.password)
        return missingAttribute(description, "ice-pwd", "one of 22 to 256 letters, digits, + or /");
    if (level.fingerprints.empty())
        return missingAttribute(description, "fingerprint",
                                "the SHA-256 hash of the DTLS certificate");
    if (!level.setup)
        return missingAttribute(description, "setup", setups);
    return {};
}

void inheritFromSession(SdpLevel& media, const SdpLevel& session) {
    const auto inherit = [](auto& own, const auto& theirs) {
        if (!own)
            own = theirs;
    };
    // User and password belong together: a pair is inherited, never a half.
    if (!media.ufrag && !media.password) {
        media.ufrag = session.ufrag;
        media.password = session.password;
    }
    inherit(media.setup, session.setup);
    inherit(media.direction, session.direction);
    if (media.fingerprints.empty())
        media.fingerprints = session.fingerprints;
    media.headerExtensions.insert(session.headerExtensions.begin(), session.headerExtensions.end());
    media.trickle = media.trickle || session.trickle;
    media.endOfCandidates = media.endOfCandidates || session.endOfCandidates;
}

} // namespace vitrine::signalling
