// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <string>

namespace vitrine::util {

/// What stands for one peer where peers are counted by their IP address: an IPv4 address, or the
/// first 64 bits of an IPv6 one, all of which one host may use as it likes.
///
/// Empty for who is not counted: this machine's loopback, where a reverse proxy stands for
/// everybody, and what is no address. Thread: pure.
std::string peerKey(const std::string& address);

} // namespace vitrine::util
