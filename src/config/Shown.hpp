// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <string>
#include <string_view>

/// Values as messages and people at the terminal may see them: on one line, not too long, and
/// without secrets. Thread: pure.
namespace vitrine::config {

/// A value that is not meant to hold a secret; URLs in it are redacted all the same.
std::string shownValue(std::string_view value);

/// A `source`, `turn-server` or `stun-server`, right or wrong: a right one without its user,
/// password, path and query; a pipeline without its fragment; of a wrong one no more than its
/// scheme when anything in the rest could be a password (the slip may be in the very character
/// that would mark it as one).
std::string shownUrl(std::string_view value);

/// An HTTP URL as far as it says where it leads: "https://host:port/…". What comes after the host
/// is a secret with some servers.
std::string shownEndpoint(std::string_view url);

/// The name of a key or group, which may be anything, a URL with a password included.
std::string shownName(std::string_view name);

} // namespace vitrine::config
