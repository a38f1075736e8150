// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <string>
#include <string_view>

/// What the JSON library does not do: refuse what is not quite JSON before it sees it, and write.
/// Thread: pure.
namespace vitrine::signalling {

/// Objects and arrays may be nested this deep. No message needs more than two; the parser calls
/// itself once a level.
inline constexpr unsigned kMaxJsonDepth = 16;

/// Checks, without building anything, that the text consists of JSON's own signs only (RFC 8259:
/// no comments, no single quotes, no control characters), is UTF-8, closes what it opens, ends
/// there, and nests no deeper than kMaxJsonDepth. The order of the signs is left to the parser.
///
/// Returns an empty string when all is well, else what is wrong and where.
std::string jsonFault(std::string_view text);

/// The text as a JSON string with its quotes. Bytes that are not UTF-8 become U+FFFD.
std::string jsonString(std::string_view text);

} // namespace vitrine::signalling
