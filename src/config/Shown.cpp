// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config/Shown.hpp"

#include "config/Source.hpp"
#include "util/Redact.hpp"
#include "util/Text.hpp"

#include <glib.h>

#include <algorithm>

namespace vitrine::config {

namespace {

/// "rtsp://***@host:port/…" of a well-formed URL.
std::string shownRtsp(const std::string& url) {
    const auto host = url.find("://") + 3;
    const auto tail = std::min(url.find_first_of("/?", host), url.size());
    auto authority = url.substr(host, tail - host);
    if (const auto at = authority.rfind('@'); at != std::string::npos)
        authority.replace(0, at, "***");
    return url.substr(0, host) + authority + (tail + 1 < url.size() ? "/…" : "");
}

/// Whether the text behind a scheme could hold a password: a user part, a query, or something
/// that is not a port behind a colon.
bool mayHoldSecret(std::string_view rest) {
    if (rest.find_first_of("@?=&#") != std::string_view::npos)
        return true;
    const auto colon = rest.find(':');
    if (colon == std::string_view::npos)
        return false;
    const auto port = rest.substr(colon + 1);
    return !std::all_of(port.begin(), port.begin() + std::min(port.find('/'), port.size()),
                        [](char c) { return g_ascii_isdigit(c); });
}

bool looksLikeScheme(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return g_ascii_isalnum(c) || c == '+' || c == '-' || c == '.';
    });
}

} // namespace

std::string shownValue(std::string_view value) {
    constexpr std::size_t kMost = 100;
    auto shown = util::shorten(util::redactUrls(value), kMost);
    std::replace_if(
        shown.begin(), shown.end(), [](char c) { return g_ascii_iscntrl(c); }, '?');
    return shown;
}

std::string shownUrl(std::string_view value) {
    using Scheme = SourceUrl::Scheme;
    if (const auto source = parseSource(value)) {
        switch (source.value().scheme) {
        case Scheme::Rtsp:
            return shownValue(shownRtsp(source.value().target));
        case Scheme::Pipeline:
            return "pipeline:…";
        default:
            return shownValue(value);
        }
    }
    const auto colon = value.find(':');
    const bool scheme = colon != std::string_view::npos && looksLikeScheme(value.substr(0, colon));
    const auto rest = scheme ? value.substr(colon + 1) : value;
    if (!mayHoldSecret(rest))
        return shownValue(value);
    return scheme ? shownValue(value.substr(0, colon + 1)) + "***" : "***";
}

std::string shownEndpoint(std::string_view url) {
    const auto host = url.find("://");
    if (host == std::string_view::npos)
        return "…";
    const auto tail = std::min(url.find_first_of("/?#", host + 3), url.size());
    return shownValue(url.substr(0, tail)) + (tail + 1 < url.size() ? "/…" : "");
}

std::string shownName(std::string_view name) {
    constexpr std::size_t kMost = 80;
    return shownUrl(util::shorten(name, kMost));
}

} // namespace vitrine::config
