// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "signalling/CandidateCheck.hpp"

#include "signalling/CandidateParts.hpp"
#include "signalling/Grammar.hpp"
#include "util/Text.hpp"

#include <algorithm>
#include <array>
#include <gio/gio.h>
#include <limits>
#include <memory>
#include <vector>

namespace vitrine::signalling {
namespace {

using util::Error;
using Words = std::vector<std::string_view>;
using Use = CheckedCandidate::Use;

constexpr std::array<std::string_view, 4> kTypes{"host", "srflx", "prflx", "relay"};
constexpr std::array<std::string_view, 3> kTcpTypes{"active", "passive", "so"};

constexpr std::size_t kParts = 8;

Error bad(const std::string& part, std::string_view given, const std::string& right) {
    return {"bad-candidate",
            "the candidate's " + part + " is " + inQuotes(given) + "; it must be " + right};
}

template <std::size_t N>
bool isOneOf(std::string_view word, const std::array<std::string_view, N>& list) {
    return std::any_of(list.begin(), list.end(), [&](auto one) { return sameWord(word, one); });
}

bool isMdnsName(std::string_view address) {
    constexpr std::string_view domain = ".local";
    return address.size() > domain.size() && isToken(address, 255) &&
           sameWord(address.substr(address.size() - domain.size()), domain);
}

// The value after a name among the extensions at the end, or an empty text.
std::string_view extension(const Words& parts, std::string_view name) {
    for (std::size_t i = kParts; i + 1 < parts.size(); i += 2) {
        if (sameWord(parts[i], name))
            return parts[i + 1];
    }
    return {};
}

// What is wrong with the parts, or an Error without a code.
Error faultOf(const Words& parts) {
    if (parts.size() < kParts)
        return {"bad-candidate", "the candidate has " + std::to_string(parts.size()) +
                                     " parts; it must be \"candidate:foundation component "
                                     "transport priority address port typ type\""};
    if (!isIceChars(parts[Foundation], 1, 32))
        return bad("foundation", parts[Foundation], "1 to 32 letters, digits, + or /");
    if (const auto component = parseNumber(parts[Component], 256); !component || *component == 0)
        return bad("component", parts[Component], "a number from 1 to 256");
    if (!isToken(parts[Transport], 32))
        return bad("transport", parts[Transport], "udp or tcp");
    if (!parseNumber(parts[Priority], std::numeric_limits<std::uint32_t>::max()))
        return bad("priority", parts[Priority], "a number from 0 to 4294967295");
    if (!isAddress(parts[Address]) && !isMdnsName(parts[Address]))
        return bad("address", parts[Address], "an IPv4 or IPv6 address");
    if (!parseNumber(parts[Port], 65535))
        return bad("port", parts[Port], "a number from 0 to 65535");
    if (parts[Typ] != "typ")
        return bad("seventh word", parts[Typ], "typ");
    if (!isOneOf(parts[Type], kTypes))
        return bad("type", parts[Type], "host, srflx, prflx or relay");
    if (sameWord(parts[Transport], "tcp") && !isOneOf(extension(parts, "tcptype"), kTcpTypes))
        return bad("tcptype", extension(parts, "tcptype"),
                   "active, passive or so (a TCP candidate needs one)");
    return {};
}

bool isReachable(std::string_view address) {
    const std::unique_ptr<GInetAddress, decltype(&g_object_unref)> parsed(
        g_inet_address_new_from_string(std::string{address}.c_str()), g_object_unref);
    return parsed && g_inet_address_get_is_any(parsed.get()) == FALSE &&
           g_inet_address_get_is_multicast(parsed.get()) == FALSE && address != "255.255.255.255";
}

// Why a well-formed candidate is of no use here, or an empty text.
std::string uselessness(const Words& parts) {
    if (parseNumber(parts[Component], 256) != 1U)
        return "its component is not 1, and RTCP shares the port of RTP";
    if (!sameWord(parts[Transport], "udp") && !sameWord(parts[Transport], "tcp"))
        return "its transport is neither UDP nor TCP";
    if (isMdnsName(parts[Address]))
        return "its address is an mDNS name; the browser's own packets will show the address";
    if (!isReachable(parts[Address]))
        return "nobody can be reached at its address";
    if (parseNumber(parts[Port], 65535) == 0U)
        return "nobody can be reached at its port, 0";
    return {};
}

std::string lower(std::string_view word) {
    std::string out{word};
    std::transform(out.begin(), out.end(), out.begin(), [](char c) { return g_ascii_tolower(c); });
    return out;
}

// Only what was checked goes on, in libnice's own spelling.
std::string rewritten(const Words& parts) {
    const bool tcp = sameWord(parts[Transport], "tcp");
    const auto number = [&](CandidatePart part) {
        return std::to_string(*parseNumber(parts[part], std::numeric_limits<std::uint32_t>::max()));
    };
    auto out = "candidate:" + std::string{parts[Foundation]} + ' ' + number(Component) +
               (tcp ? " TCP " : " UDP ") + number(Priority) + ' ' + std::string{parts[Address]} +
               ' ' + number(Port) + " typ " + lower(parts[Type]);
    const auto relatedAddress = extension(parts, "raddr");
    const auto relatedPort = parseNumber(extension(parts, "rport"), 65535);
    if (isAddress(relatedAddress) && relatedPort)
        out += " raddr " + std::string{relatedAddress} + " rport " + std::to_string(*relatedPort);
    if (tcp)
        out += " tcptype " + lower(extension(parts, "tcptype"));
    return out;
}

} // namespace

util::Result<CheckedCandidate> checkCandidate(std::string_view text, std::string_view seenAt) {
    if (text.size() > kMaxCandidateBytes)
        return Error{"bad-candidate", "the candidate has " + std::to_string(text.size()) +
                                          " bytes; at most " + std::to_string(kMaxCandidateBytes) +
                                          " are read"};
    text = util::trim(text);
    if (text.starts_with("a="))
        text.remove_prefix(2);
    if (text.empty() || text == "end-of-candidates")
        return CheckedCandidate{Use::End, {}, {}, false};
    constexpr std::string_view prefix = "candidate:";
    if (!text.starts_with(prefix))
        return Error{"bad-candidate",
                     "the candidate is " + inQuotes(text) + "; it must begin with \"candidate:\""};
    auto parts = words(text.substr(prefix.size()));
    if (auto fault = faultOf(parts); !fault.code.empty())
        return fault;
    const bool hidden = isMdnsName(parts[Address]);
    if (hidden && isAddress(seenAt))
        parts[Address] = seenAt;
    if (auto reason = uselessness(parts); !reason.empty())
        return CheckedCandidate{Use::Ignore, {}, std::move(reason), hidden};
    return CheckedCandidate{Use::Add, rewritten(parts), {}, hidden};
}

} // namespace vitrine::signalling
