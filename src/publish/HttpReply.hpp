// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <libsoup/soup.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What a WHIP server answers. Thread: pure.
namespace vitrine::publish {

/// The parts of an HTTP answer that a WHIP client acts on (RFC 9725, sections 4.2 to 4.8).
struct HttpReply {
    unsigned status = 0;
    /// The media type alone, in lower case.
    std::string contentType;
    std::string location;
    std::string etag;
    /// The Link headers, several in one or one by one.
    std::vector<std::string> links;
    /// How long the server asks to be left alone (RFC 9110, section 10.2.3), an hour at most.
    std::optional<std::chrono::seconds> retryAfter;
    std::string body;
};

/// Reads an answer but for its body. `now` is in seconds since 1970.
HttpReply readReply(unsigned status, SoupMessageHeaders* headers, std::int64_t now);

/// Where a reference of an answer leads, as seen from the URL that was asked; empty where that is
/// no HTTP.
std::string resolveUrl(const std::string& base, const std::string& reference);

/// Reads a Retry-After header: seconds, or a date after `now` (seconds since 1970). Nothing for
/// anything else.
std::optional<std::chrono::seconds> readRetryAfter(std::string_view value, std::int64_t now);

/// ICE servers as GStreamer wants them, the first of each kind; empty where there is none.
struct IceServers {
    std::string stun; ///< "stun://host:port"
    std::string turn; ///< "turn://user:password@host:port?transport=udp"
    bool operator==(const IceServers&) const = default;
};

/// Reads them from Link headers with rel="ice-server" (RFC 9725, section 4.6). What is no link, no
/// URL of RFC 7064 or RFC 7065, or over TLS, which libnice does not speak, is left out.
IceServers readIceServers(const std::vector<std::string>& links);

} // namespace vitrine::publish
