// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

/// Random texts, digests and signatures. Thread: pure.
namespace vitrine::access {

/// So many random bytes of the kernel (getentropy(3)), at most 256, as base64url. Throws
/// std::runtime_error when there are none.
std::string randomText(std::size_t bytes);

/// SHA-256 in lower-case hex.
std::string sha256(std::string_view text);

/// HMAC-SHA-256 (RFC 2104) as base64url.
std::string signature(std::string_view key, std::string_view text);

/// Compares in a time that tells no more than whether the lengths are the same.
bool sameSecret(std::string_view one, std::string_view other);

/// base64url without padding (RFC 4648 section 5).
std::string base64Url(std::string_view bytes);

} // namespace vitrine::access
