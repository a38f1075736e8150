// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <string>
#include <string_view>

/// Passwords as crypt(3) keeps them, by libxcrypt. Each call takes as long as the method wants an
/// attacker to wait, tens of milliseconds and more: not on main. Thread: any one.
namespace vitrine::access {

/// A password's hash by the method that libxcrypt prefers, yescrypt on Debian, with a salt of its
/// own. Throws std::runtime_error when there is none to be had.
std::string hashPassword(const std::string& password);

/// Whether crypt(3) knows the hash's method (crypt_checksalt(3)); takes no time.
bool isKnownHash(const std::string& hash);

/// Whether it is the password the hash was made of.
bool passwordFits(const std::string& password, const std::string& hash);

} // namespace vitrine::access
