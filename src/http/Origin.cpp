// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "http/Origin.hpp"

#include <algorithm>
#include <string_view>

namespace vitrine::http {
namespace {

const char* header(SoupServerMessage* message, const char* name) {
    return soup_message_headers_get_one(soup_server_message_get_request_headers(message), name);
}

bool isOwn(SoupServerMessage* message, std::string_view origin) {
    const auto* host = header(message, "Host");
    const auto separator = origin.find("://");
    return host && separator != std::string_view::npos && origin.substr(separator + 3) == host;
}

bool isAmong(const AllowedOrigins& allowed, std::string_view origin) {
    return std::any_of(allowed.begin(), allowed.end(),
                       [&](const auto& each) { return each == "*" || each == origin; });
}

} // namespace

bool isForeign(SoupServerMessage* message, const AllowedOrigins& allowed) {
    const auto* origin = header(message, "Origin");
    return origin && !isOwn(message, origin) && !isAmong(allowed, origin);
}

bool isForeignChange(SoupServerMessage* message) {
    if (isForeign(message, {}))
        return true;
    const auto* site = header(message, "Sec-Fetch-Site");
    return site && std::string_view(site) != "same-origin" && std::string_view(site) != "none";
}

void shareAnswer(SoupServerMessage* message, const AllowedOrigins& allowed) {
    auto* headers = soup_server_message_get_response_headers(message);
    const auto* origin = header(message, "Origin");
    const bool all = isAmong(allowed, "*");
    if (!all)
        soup_message_headers_replace(headers, "Vary", "Origin");
    if (!all && (!origin || isForeign(message, allowed)))
        return;
    soup_message_headers_replace(headers, "Access-Control-Allow-Origin", all ? "*" : origin);
    soup_message_headers_replace(headers, "Access-Control-Expose-Headers",
                                 "Accept-Patch, Accept-Post, ETag, Link, Location, Retry-After");
}

} // namespace vitrine::http
