// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "config/Config.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// The kinds of values keys have. Each parser sets `out` and returns an empty text, or returns
/// what is wrong (in words that repeat no password) and leaves `out` alone. Thread: pure.
namespace vitrine::config {

/// Bounds of a whole number.
struct Range {
    unsigned least = 0;
    unsigned most = 0;
    bool even = false;
};

std::string parseNumber(std::string_view text, const Range& range, unsigned& out);
std::string parseBool(std::string_view text, bool& out);

/// Sets `out` to the place of the word in `words`; the error has the nearest one.
std::string parseWord(std::string_view text, std::span<const std::string> words, std::size_t& out);

/// "host:port" or "[v6]:port", separated by ';'.
std::string parseListen(std::string_view text, std::vector<ListenAddress>& out);

/// "*", or origins as browsers send them ("https://host:port"), separated by ';'; none clears the
/// list.
std::string parseOrigins(std::string_view text, std::vector<std::string>& out);

/// IP addresses separated by ';'; none clears the list.
std::string parseAddresses(std::string_view text, std::vector<std::string>& out);

/// One IP address in numbers; an empty text clears it.
std::string parseAddress(std::string_view text, std::string& out);

/// "A-B"; an empty text clears the range.
std::string parsePortRange(std::string_view text,
                           std::optional<std::pair<std::uint16_t, std::uint16_t>>& out);

/// "stun://host:port"; an empty text clears it.
std::string parseStunServer(std::string_view text, std::string& out);

/// "turn://user:password@host:port" with an optional "?transport=udp" or "?transport=tcp", or
/// "turns://…" (then "?transport=tcp" at most), separated by ';'; none clears the list. The user
/// and password may both be missing.
std::string parseTurnServers(std::string_view text, std::vector<std::string>& out);

/// A password's hash as crypt(5) has it: "$y$…"; an empty text clears it. Not a password.
std::string parsePasswordHash(std::string_view text, std::string& out);

/// SHA-256 in hex; an empty text clears it.
std::string parseTokenDigest(std::string_view text, std::string& out);

/// Ids of cameras separated by ';', at least one.
std::string parseCameraIds(std::string_view text, std::vector<std::string>& out);

/// The id of a camera, whether there is one or not.
std::string parseCameraId(std::string_view text, std::string& out);

/// "https://host[:port]/path" or with http, without a user and a fragment.
std::string parseHttpUrl(std::string_view text, std::string& out);

/// The same, in which "{camera}" may stand; an empty text clears it.
std::string parseWatchUrl(std::string_view text, std::string& out);

/// What stands behind "Bearer " in a header; an empty text clears it.
std::string parseToken(std::string_view text, std::string& out);

/// "host:port" or "[v6]:port", the port not 0.
std::string parseHostAndPort(std::string_view text, std::string& host, std::uint16_t& port);
/// An absolute path, without looking whether it is there; an empty text clears it.
std::string parseFolder(std::string_view text, std::string& out);

/// Text for people, 1 to 200 characters.
std::string parseTitle(std::string_view text, std::string& out);

} // namespace vitrine::config
