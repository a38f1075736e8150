// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "http/HostCheck.hpp"

#include "http/Reply.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace vitrine::http {
namespace {

constexpr std::array<std::string_view, 9> kNobodys{".local",    ".localhost", ".home.arpa",
                                                   ".internal", ".lan",       ".test",
                                                   ".example",  ".invalid",   ".localdomain"};

// Without the port, and without the root's dot.
std::string_view nameIn(std::string_view host) {
    if (host.starts_with('['))
        return host.substr(0, host.find(']'));
    host = host.substr(0, host.find(':'));
    return host.ends_with('.') ? host.substr(0, host.size() - 1) : host;
}

bool isAllowed(std::string_view host, const AllowedOrigins& allowed) {
    return std::any_of(allowed.begin(), allowed.end(), [&](const std::string& origin) {
        return origin == "*" || origin == "https://" + std::string(host) ||
               origin == "http://" + std::string(host);
    });
}

} // namespace

bool canBeStrangers(std::string_view host) {
    const std::string name(nameIn(host));
    const bool isAddress = name.starts_with('[') || g_hostname_is_ip_address(name.c_str());
    return !isAddress && name.find('.') != std::string::npos &&
           std::none_of(kNobodys.begin(), kNobodys.end(), [&](std::string_view domain) {
               return name.size() > domain.size() &&
                      g_ascii_strcasecmp(name.c_str() + (name.size() - domain.size()),
                                         domain.data()) == 0;
           });
}

bool refusesHost(SoupServerMessage* message, const AllowedOrigins& allowed) {
    const auto* host =
        soup_message_headers_get_one(soup_server_message_get_request_headers(message), "Host");
    if (!host || !canBeStrangers(host) || isAllowed(host, allowed))
        return false;
    problem(message, SOUP_STATUS_MISDIRECTED_REQUEST,
            "as long as this server has no users it answers to no name of the public DNS; add a "
            "[user NAME], or the name to [server] allowed-origins");
    return true;
}

} // namespace vitrine::http
