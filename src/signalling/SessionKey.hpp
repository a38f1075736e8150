// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <string>
#include <string_view>

namespace vitrine::signalling {

/// A word that nobody guesses: 128 random bits in hexadecimal. Who knows it may take a session over
/// with another WebSocket. Thread: thread-safe. Throws std::system_error.
std::string newSessionKey();

/// Whether the query of a WebSocket's URL asks for the session with this key: "session=KEY".
/// Thread: pure.
bool asksFor(std::string_view query, std::string_view key) noexcept;

} // namespace vitrine::signalling
