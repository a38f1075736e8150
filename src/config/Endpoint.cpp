// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config/Endpoint.hpp"

#include <gio/gio.h>
#include <glib.h>

#include <algorithm>
#include <charconv>

namespace vitrine::config {

namespace {

/// A DNS name in ASCII, with the underscores that real networks hold.
bool isHostName(std::string_view text) {
    return !text.empty() && text.size() <= 253 && text.front() != '-' &&
           std::all_of(text.begin(), text.end(), [](char c) {
               return g_ascii_isalnum(c) || c == '-' || c == '.' || c == '_';
           });
}

} // namespace

std::optional<Endpoint> cutEndpoint(std::string_view text) {
    Endpoint endpoint;
    std::string_view rest;
    if (!text.empty() && text.front() == '[') {
        const auto close = text.find(']');
        if (close == std::string_view::npos)
            return std::nullopt;
        endpoint.bracketed = true;
        endpoint.host = text.substr(1, close - 1);
        rest = text.substr(close + 1);
        if (!rest.empty() && rest.front() != ':')
            return std::nullopt;
    } else {
        // The last colon: an IPv6 address without brackets then shows as a host with colons.
        const auto colon = std::min(text.rfind(':'), text.size());
        endpoint.host = text.substr(0, colon);
        rest = text.substr(colon);
    }
    if (!rest.empty())
        endpoint.port = rest.substr(1);
    return endpoint;
}

bool isPort(std::string_view text) noexcept {
    std::uint16_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size() && number > 0;
}

bool isIpAddress(const std::string& text) {
    return g_hostname_is_ip_address(text.c_str()) != 0;
}

std::string checkHostAndPort(std::string_view text, PortIs port) {
    const auto endpoint = cutEndpoint(text);
    if (!endpoint)
        return "the IPv6 address has no matching brackets, as in [2001:db8::1]:554";
    if (endpoint->host.empty())
        return "the host is missing";
    if (!endpoint->bracketed && endpoint->host.find(':') != std::string::npos)
        return "an IPv6 address needs brackets, as in [2001:db8::1]:554";
    if (endpoint->bracketed ? !isIpAddress(endpoint->host) : !isHostName(endpoint->host))
        return "the host is not a host name or an IP address";
    if (!endpoint->port)
        return port == PortIs::Required ? "the port is missing; write host:port" : "";
    if (!isPort(*endpoint->port))
        return "the port is not a number from 1 to 65535";
    return {};
}

} // namespace vitrine::config
