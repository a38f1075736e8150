// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// The values of [publish], [publish NAME] and [forward NAME].
#include "config/Endpoint.hpp"
#include "config/Schema.hpp"
#include "config/Values.hpp"

#include <algorithm>
#include <charconv>

namespace vitrine::config {
namespace {

constexpr std::string_view kCameraPlace = "{camera}";

// RFC 3986, section 2, as far as it keeps a header and a log line whole.
bool isUrlCharacter(char c) {
    return c > ' ' && c < 0x7F && std::string_view("\"<>\\^`{|}").find(c) == std::string_view::npos;
}

bool isVisible(char c) {
    return c > ' ' && c < 0x7F;
}

} // namespace

std::string parseCameraId(std::string_view text, std::string& out) {
    if (!isCameraId(text))
        return "not a camera's id";
    out = text;
    return {};
}

std::string parseHttpUrl(std::string_view text, std::string& out) {
    auto rest = text;
    for (const std::string_view scheme : {"https://", "http://"})
        if (rest.starts_with(scheme))
            rest.remove_prefix(scheme.size());
    if (rest.size() == text.size())
        return "does not begin with https:// or http://";
    if (!std::all_of(rest.begin(), rest.end(), isUrlCharacter))
        return "holds a character that a URL does not have; write it as % and two digits";
    const auto authority = rest.substr(0, rest.find_first_of("/?#"));
    if (authority.find('@') != std::string_view::npos)
        return "has a user in it";
    if (rest.find('#') != std::string_view::npos)
        return "has a fragment ('#…') in it";
    if (auto reason = checkHostAndPort(authority, PortIs::Optional); !reason.empty())
        return reason;
    out = text;
    return {};
}

std::string parseWatchUrl(std::string_view text, std::string& out) {
    std::string filled{text};
    for (auto at = filled.find(kCameraPlace); at != std::string::npos;
         at = filled.find(kCameraPlace))
        filled.replace(at, kCameraPlace.size(), "x");
    if (!text.empty())
        if (auto reason = parseHttpUrl(filled, filled); !reason.empty())
            return reason;
    out = text;
    return {};
}

std::string parseToken(std::string_view text, std::string& out) {
    constexpr std::size_t kMost = 4096;
    if (text.size() > kMost)
        return "too long";
    if (!std::all_of(text.begin(), text.end(), isVisible))
        return "holds a blank or a character that is not ASCII";
    out = text;
    return {};
}

std::string parseHostAndPort(std::string_view text, std::string& host, std::uint16_t& port) {
    if (auto reason = checkHostAndPort(text, PortIs::Required); !reason.empty())
        return reason;
    const auto endpoint = cutEndpoint(text);
    host = endpoint->host;
    std::from_chars(endpoint->port->data(), endpoint->port->data() + endpoint->port->size(), port);
    return {};
}

} // namespace vitrine::config
