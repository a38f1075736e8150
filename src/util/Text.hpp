// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Small helpers for text. Thread: pure.
namespace vitrine::util {

/// The parts between separators, each without surrounding blanks; empty parts are left out.
std::vector<std::string> split(std::string_view text, char separator);

/// The text without leading and trailing white space.
std::string_view trim(std::string_view text);

/// "a, b, c".
std::string join(std::span<const std::string> words, std::string_view separator = ", ");

/// The candidate nearest to `word` by edit distance, or an empty string when none is near enough
/// to be what was meant (more than a third of the word would change).
std::string nearestWord(std::string_view word, std::span<const std::string> candidates);

/// The text cut to `most` bytes at a UTF-8 boundary, with "…" when something was cut.
std::string shorten(std::string_view text, std::size_t most);

} // namespace vitrine::util
