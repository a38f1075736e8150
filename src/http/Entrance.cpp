// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "http/Entrance.hpp"

#include "http/Reply.hpp"

#include <string>

namespace vitrine::http {
namespace {

constexpr std::chrono::seconds kRetryJoin{2};
constexpr std::chrono::seconds kRetryFull{5};

} // namespace

bool Entrance::refusesPage(SoupServerMessage* message) const {
    if (!isForeign(message, origins_))
        return false;
    problem(message, SOUP_STATUS_FORBIDDEN,
            "a page of another site may not connect ([server] allowed-origins)");
    return true;
}

bool Entrance::sendsElsewhere(SoupServerMessage* message, std::string_view camera) const {
    const auto url = outlets_.elsewhere(camera);
    if (url)
        redirect(message, *url);
    return url.has_value();
}

bool Entrance::refusesViewer(SoupServerMessage* message, std::string_view camera) const {
    if (sessions_.joiningFrom(remoteHost(message)) >= viewers_.limits().joinsPerAddress) {
        problem(message, kTooManyRequests,
                "too many viewers of this address are still connecting ([limits] "
                "joins-per-address = " +
                    std::to_string(viewers_.limits().joinsPerAddress) + ")",
                kRetryJoin);
        return true;
    }
    const auto full = viewers_.refusal(camera);
    if (full)
        problem(message, SOUP_STATUS_SERVICE_UNAVAILABLE, full->message, kRetryFull);
    return full.has_value();
}

std::string remoteHost(SoupServerMessage* message) {
    const auto* host = soup_server_message_get_remote_host(message);
    return host ? host : "";
}

} // namespace vitrine::http
