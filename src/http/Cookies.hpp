// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <libsoup/soup.h>

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

/// Cookies as RFC 6265 has them, whose values no script of a page sees. Thread: main.
namespace vitrine::http {

struct Cookie {
    std::string name;
    std::string value;
};

/// Those of a request, in their order.
std::vector<Cookie> cookiesOf(SoupServerMessage* message);

/// Whom a browser sends a cookie to.
enum class SameSite {
    Strict, ///< requests that our own page makes
    Lax     ///< also a person who follows a link from elsewhere
};

/// Has the browser keep a cookie for so long (zero: forget it), for requests to this server alone;
/// with `secure`, for encrypted ones alone.
void setCookie(SoupServerMessage* message, const Cookie& cookie, SameSite sameSite,
               std::chrono::seconds duration, bool secure);

} // namespace vitrine::http
