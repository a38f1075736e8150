// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The small grammars that SDP (RFC 8866) and ICE (RFC 8839) share. Thread: pure.
namespace vitrine::signalling {

/// A decimal number of digits only, at most `most`; nothing when it is anything else.
std::optional<std::uint32_t> parseNumber(std::string_view text, std::uint32_t most);

/// Whether the text is `least` to `most` ice-chars: letters, digits, '+' and '/' (RFC 8839, 5.1).
bool isIceChars(std::string_view text, std::size_t least, std::size_t most);

/// Whether the text is a token of 1 to `most` characters (RFC 8866, section 9).
bool isToken(std::string_view text, std::size_t most);

/// Whether the text is 1 to `most` printable ASCII characters without a blank.
bool isVisible(std::string_view text, std::size_t most);

/// Whether the text is an IPv4 or IPv6 address: no host name, no zone.
bool isAddress(std::string_view text);

/// Whether both are the same but for ASCII letters' case.
bool sameWord(std::string_view a, std::string_view b);

/// The words between single or repeated blanks.
std::vector<std::string_view> words(std::string_view text);

/// Takes the part before `separator` off the front of `text`, and the separator with it; takes
/// everything when there is none.
std::string_view takeUntil(std::string_view& text, char separator);

/// Whether the text is UTF-8 without NUL.
bool isUtf8(std::string_view text);

/// What may be shown of a stranger's text in an error: short, and printable ASCII only.
std::string inQuotes(std::string_view text);

} // namespace vitrine::signalling
