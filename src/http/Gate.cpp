// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "http/Gate.hpp"

#include "http/Reply.hpp"

#include <memory>

namespace vitrine::http {
namespace {

using namespace std::chrono_literals;

constexpr const char* kLinkParameter = "share";
constexpr std::string_view kLinkCookie = "vitrine-link-";

std::optional<std::string_view> bearerOf(SoupServerMessage* message) {
    const auto* header = soup_message_headers_get_one(
        soup_server_message_get_request_headers(message), "Authorization");
    constexpr std::string_view kScheme = "bearer ";
    if (!header || g_ascii_strncasecmp(header, kScheme.data(), kScheme.size()) != 0)
        return std::nullopt;
    return std::string_view(header).substr(kScheme.size());
}

std::string linkIn(SoupServerMessage* message) {
    const auto* query = g_uri_get_query(soup_server_message_get_uri(message));
    if (!query)
        return {};
    const std::unique_ptr<GHashTable, decltype(&g_hash_table_unref)> form(soup_form_decode(query),
                                                                          g_hash_table_unref);
    const auto* link = static_cast<const char*>(g_hash_table_lookup(form.get(), kLinkParameter));
    return link ? link : "";
}

} // namespace

std::string Gate::sessionOf(SoupServerMessage* message) {
    for (const auto& cookie : cookiesOf(message))
        if (cookie.name == kSessionCookie)
            return cookie.value;
    return {};
}

access::Rights Gate::rightsOf(SoupServerMessage* message, std::string_view camera) const {
    if (doorman_.isOpen())
        return access::Rights::all();
    // Who names themselves is nobody else.
    if (const auto token = bearerOf(message))
        return doorman_.byToken(*token);
    auto rights = doorman_.bySession(sessionOf(message));
    if (camera.empty() ? rights.any() : rights.mayWatch(camera))
        return rights;
    auto linked = byLinks(message, camera);
    return linked.any() ? linked : rights;
}

// Without a camera: all those that the links lead to, as one.
access::Rights Gate::byLinks(SoupServerMessage* message, std::string_view camera) const {
    access::Rights all;
    const auto add = [&](std::string_view text) {
        const auto rights = doorman_.byLink(text);
        if (rights.any() && (camera.empty() || rights.mayWatch(camera)))
            all = all.any() ? all.with(rights) : rights;
    };
    if (const auto link = linkIn(message); !link.empty())
        add(link);
    for (const auto& cookie : cookiesOf(message))
        if (cookie.name.starts_with(kLinkCookie))
            add(cookie.value);
    return all;
}

bool Gate::refusesWatching(SoupServerMessage* message, std::string_view camera) const {
    const auto rights = rightsOf(message, camera);
    if (rights.mayWatch(camera))
        return false;
    if (rights.any())
        noSuchCamera(message);
    else
        refuse(message, rights, {});
    return true;
}

void Gate::refuse(SoupServerMessage* message, const access::Rights& rights,
                  const std::string& sentence) {
    if (rights.any())
        return problem(message, SOUP_STATUS_FORBIDDEN, sentence);
    problem(message, SOUP_STATUS_UNAUTHORIZED,
            "sign in on the page, or send the token of a [user NAME] as Authorization: Bearer");
    soup_message_headers_replace(soup_server_message_get_response_headers(message),
                                 "WWW-Authenticate", "Bearer realm=\"vitrine\"");
}

void Gate::noSuchCamera(SoupServerMessage* message) {
    problem(message, SOUP_STATUS_NOT_FOUND, "there is no such camera");
}

// Who says so without a proxy gives away nothing but their own cookie.
void Gate::setCookie(SoupServerMessage* message, const Cookie& cookie, SameSite sameSite,
                     std::chrono::seconds duration) const {
    const auto* proxied = soup_message_headers_get_one(
        soup_server_message_get_request_headers(message), "X-Forwarded-Proto");
    http::setCookie(message, cookie, sameSite, duration,
                    tls_ || (proxied && std::string_view(proxied) == "https"));
}

bool Gate::takesLink(SoupServerMessage* message, std::string_view camera) const {
    const auto link = linkIn(message);
    if (link.empty() || !doorman_.byLink(link).mayWatch(camera))
        return false;
    // It ends by itself; the browser may keep it for as long as browsers keep anything.
    constexpr auto kLong = std::chrono::hours{400 * 24};
    replyEmpty(message, SOUP_STATUS_SEE_OTHER);
    soup_message_headers_replace(soup_server_message_get_response_headers(message), "Location",
                                 ("/cameras/" + std::string(camera)).c_str());
    setCookie(message, {std::string(kLinkCookie) + std::string(camera), link}, SameSite::Lax,
              kLong);
    return true;
}

} // namespace vitrine::http
