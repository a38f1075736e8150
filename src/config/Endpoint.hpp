// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// The host:port part that addresses and URLs share. Thread: pure.
namespace vitrine::config {

enum class PortIs { Required, Optional };

/// A host and its port as they stand in "host:port" or "[v6]:port".
struct Endpoint {
    /// Without the brackets of an IPv6 address.
    std::string host;
    bool bracketed = false;
    std::optional<std::string> port;
};

/// Cuts "host:port", "[v6]:port" or either without its port; checks nothing but the brackets
/// (nothing when those are not closed, or something other than a port follows them).
std::optional<Endpoint> cutEndpoint(std::string_view text);

/// True for the decimal numbers 1 to 65535.
bool isPort(std::string_view text) noexcept;

/// True for an IPv4 or IPv6 address in numbers.
bool isIpAddress(const std::string& text);

/// Says what is wrong with the host or port of a URL, or nothing (an empty text) when it is a
/// host name or IP address (IPv6 in brackets) with a port of 1 to 65535. Repeats no part of it.
std::string checkHostAndPort(std::string_view text, PortIs port);

} // namespace vitrine::config
