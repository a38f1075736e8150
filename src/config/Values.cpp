// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config/Values.hpp"

#include "config/Endpoint.hpp"
#include "config/Shown.hpp"
#include "util/Text.hpp"

#include <glib.h>

#include <algorithm>
#include <charconv>

namespace vitrine::config {

namespace {

bool startsWith(std::string_view text, std::string_view start) {
    return text.substr(0, start.size()) == start;
}

std::optional<unsigned> wholeNumber(std::string_view text) {
    unsigned number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size())
        return std::nullopt;
    return number;
}

bool onlyDigits(std::string_view text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string parseListenAddress(std::string_view text, ListenAddress& out) {
    const auto endpoint = cutEndpoint(text);
    if (!endpoint)
        return "the brackets of an IPv6 address do not match";
    if (!endpoint->bracketed && std::count(text.begin(), text.end(), ':') > 1)
        return "an IPv6 address needs brackets";
    if (!endpoint->port)
        return "the port is missing";
    if (endpoint->host != "localhost" && !isIpAddress(endpoint->host))
        return "the host is not an IP address or \"localhost\"";
    if (endpoint->bracketed != (endpoint->host.find(':') != std::string::npos))
        return "brackets are for IPv6 addresses";
    const auto port = wholeNumber(*endpoint->port);
    if (!port || *port > 65535)
        return "the port is not a number from 0 to 65535";
    out = {endpoint->host, static_cast<std::uint16_t>(*port)};
    return {};
}

} // namespace

std::string parseNumber(std::string_view text, const Range& range, unsigned& out) {
    const auto number = wholeNumber(text);
    if (!number && !onlyDigits(text))
        return "not a whole number";
    if (!number || *number > range.most)
        return "too large";
    if (*number < range.least)
        return "too small";
    if (range.even && *number % 2 != 0)
        return "not an even number";
    out = *number;
    return {};
}

std::string parseBool(std::string_view text, bool& out) {
    if (text != "true" && text != "false")
        return "not true or false";
    out = text == "true";
    return {};
}

std::string parseWord(std::string_view text, std::span<const std::string> words, std::size_t& out) {
    const auto found = std::find(words.begin(), words.end(), text);
    if (found != words.end()) {
        out = static_cast<std::size_t>(found - words.begin());
        return {};
    }
    auto nearest = util::nearestWord(util::shorten(text, 64), words);
    // What was cut short: "x264" is far from "x264enc" by its letters.
    if (const auto longer = std::find_if(words.begin(), words.end(),
                                         [&](const auto& word) { return startsWith(word, text); });
        nearest.empty() && !text.empty() && longer != words.end())
        nearest = *longer;
    return nearest.empty() ? "unknown word" : "unknown word; did you mean \"" + nearest + "\"?";
}

std::string parseListen(std::string_view text, std::vector<ListenAddress>& out) {
    constexpr std::size_t kMost = 64;
    const auto parts = util::split(text, ';');
    if (parts.size() > kMost)
        return "there are more than 64 addresses";
    std::vector<ListenAddress> addresses;
    for (const auto& part : parts) {
        ListenAddress address;
        if (const auto reason = parseListenAddress(part, address); !reason.empty())
            return '"' + shownValue(part) + "\": " + reason;
        // Port 0 gives another port each time.
        if (address.port != 0 &&
            std::find(addresses.begin(), addresses.end(), address) != addresses.end())
            return '"' + shownValue(part) + "\" stands twice";
        addresses.push_back(std::move(address));
    }
    if (addresses.empty())
        return "there is no address";
    out = std::move(addresses);
    return {};
}

std::string parseOrigins(std::string_view text, std::vector<std::string>& out) {
    auto origins = util::split(text, ';');
    for (const auto& origin : origins) {
        if (origin == "*")
            continue;
        std::string_view host = origin;
        for (const std::string_view scheme : {"https://", "http://"})
            if (host.starts_with(scheme))
                host.remove_prefix(scheme.size());
        if (host.size() == origin.size())
            return '"' + shownValue(origin) + "\" does not begin with https:// or http://";
        if (host.empty() || host.find_first_of("/?#@ ") != std::string_view::npos)
            return '"' + shownValue(origin) + "\" is not a scheme and a host alone";
        // As browsers write them (RFC 6454, section 6.2).
        if (std::any_of(host.begin(), host.end(), [](char c) { return c >= 'A' && c <= 'Z'; }))
            return '"' + shownValue(origin) + "\" has capital letters, which browsers do not send";
    }
    out = std::move(origins);
    return {};
}

std::string parseAddresses(std::string_view text, std::vector<std::string>& out) {
    auto addresses = util::split(text, ';');
    for (const auto& address : addresses)
        if (!isIpAddress(address))
            return '"' + shownValue(address) + "\" is not an IP address";
    out = std::move(addresses);
    return {};
}

std::string parseAddress(std::string_view text, std::string& out) {
    if (!text.empty() && !isIpAddress(std::string{text}))
        return "not an IP address";
    out = text;
    return {};
}

std::string parsePortRange(std::string_view text,
                           std::optional<std::pair<std::uint16_t, std::uint16_t>>& out) {
    if (text.empty()) {
        out.reset();
        return {};
    }
    constexpr unsigned kLeast = 1024;
    constexpr unsigned kMost = 65535;
    const auto dash = text.find('-');
    if (dash == std::string_view::npos)
        return "not a range";
    const auto first = wholeNumber(util::trim(text.substr(0, dash)));
    const auto last = wholeNumber(util::trim(text.substr(dash + 1)));
    if (!first || !last)
        return "not a range of two whole numbers";
    if (*first < kLeast || *last > kMost)
        return "outside of the ports that may be used";
    if (*first > *last)
        return "the first port is above the last";
    out.emplace(static_cast<std::uint16_t>(*first), static_cast<std::uint16_t>(*last));
    return {};
}

std::string parseStunServer(std::string_view text, std::string& out) {
    constexpr std::string_view kScheme = "stun://";
    if (!text.empty()) {
        if (!startsWith(text, kScheme))
            return "does not begin with stun://";
        if (auto reason = checkHostAndPort(text.substr(kScheme.size()), PortIs::Required);
            !reason.empty())
            return reason;
    }
    out = text;
    return {};
}

namespace {

// What is wrong with the part of a TURN server's URL in front of '@'.
std::string faultInUser(std::string_view user) {
    if (user.find_first_of("/?#@ ") != std::string_view::npos)
        return "in a user or password write '/' as %2F, '?' as %3F, '#' as %23, '@' as %40, ';' as "
               "%3B and a blank as %20";
    const auto colon = user.find(':');
    if (colon == 0 || colon == std::string_view::npos || colon + 1 == user.size())
        return "the user or the password is missing";
    return {};
}

std::string faultInTurnServer(std::string_view text) {
    const bool overTls = startsWith(text, "turns://");
    if (!overTls && !startsWith(text, "turn://"))
        return "does not begin with turn:// or turns:// (in a password write ';' as %3B)";
    auto rest = text.substr(text.find("://") + 3);
    // What comes before the last '@' is the user's and may not hold what would end it early.
    if (const auto at = rest.rfind('@'); at != std::string_view::npos) {
        if (auto reason = faultInUser(rest.substr(0, at)); !reason.empty())
            return reason;
        rest.remove_prefix(at + 1);
    }
    const auto question = rest.find('?');
    if (question != std::string_view::npos) {
        const auto query = rest.substr(question + 1);
        if (overTls && query != "transport=tcp")
            return "turns:// goes over TCP; the part after '?' can only be transport=tcp";
        if (query != "transport=udp" && query != "transport=tcp")
            return "the part after '?' is not transport=udp or transport=tcp";
    }
    return checkHostAndPort(rest.substr(0, question), PortIs::Required);
}

} // namespace

std::string parseTurnServers(std::string_view text, std::vector<std::string>& out) {
    constexpr std::size_t kMost = 8;
    auto servers = util::split(text, ';');
    if (servers.size() > kMost)
        return "there are more than 8 servers";
    for (const auto& server : servers)
        if (auto reason = faultInTurnServer(server); !reason.empty())
            return reason;
    out = std::move(servers);
    return {};
}

std::string parseFolder(std::string_view text, std::string& out) {
    if (!text.empty() && text.front() != '/')
        return "not an absolute path";
    out = text;
    return {};
}

std::string parseTitle(std::string_view text, std::string& out) {
    constexpr glong kMost = 200;
    if (text.empty())
        return "the title is empty";
    if (g_utf8_strlen(text.data(), static_cast<gssize>(text.size())) > kMost)
        return "the title is too long";
    out = text;
    return {};
}

} // namespace vitrine::config
