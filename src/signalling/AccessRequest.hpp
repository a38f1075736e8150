// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "util/Result.hpp"

#include <chrono>
#include <string>
#include <string_view>

/// What is asked of /api/v1/session and /api/v1/links. Whatever there is beside it is an error, so
/// that a slip is not taken for a wish. Thread: pure.
namespace vitrine::signalling {

struct SignIn {
    std::string user;
    std::string password;
};

/// Reads {"user":"…","password":"…"}; no error repeats the password.
util::Result<SignIn> parseSignIn(std::string_view text);

struct LinkRequest {
    std::string camera;
    std::chrono::seconds duration{};
};

/// Reads {"camera":"…","seconds":N}.
util::Result<LinkRequest> parseLinkRequest(std::string_view text);

inline constexpr std::chrono::seconds kShortestLink{60};
inline constexpr std::chrono::seconds kLongestLink{366 * 24 * 3600};

} // namespace vitrine::signalling
