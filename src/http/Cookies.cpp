// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "http/Cookies.hpp"

#include "util/Text.hpp"

namespace vitrine::http {

std::vector<Cookie> cookiesOf(SoupServerMessage* message) {
    std::vector<Cookie> cookies;
    const auto* header =
        soup_message_headers_get_list(soup_server_message_get_request_headers(message), "Cookie");
    for (const auto& each : util::split(header ? header : "", ';')) {
        const auto pair = util::trim(each);
        const auto equals = pair.find('=');
        if (equals != std::string_view::npos)
            cookies.push_back(
                {std::string(pair.substr(0, equals)), std::string(pair.substr(equals + 1))});
    }
    return cookies;
}

void setCookie(SoupServerMessage* message, const Cookie& cookie, SameSite sameSite,
               std::chrono::seconds duration, bool secure) {
    const auto text = cookie.name + '=' + cookie.value +
                      "; Path=/; Max-Age=" + std::to_string(duration.count()) +
                      "; HttpOnly; SameSite=" + (sameSite == SameSite::Strict ? "Strict" : "Lax") +
                      (secure ? "; Secure" : "");
    soup_message_headers_append(soup_server_message_get_response_headers(message), "Set-Cookie",
                                text.c_str());
}

} // namespace vitrine::http
