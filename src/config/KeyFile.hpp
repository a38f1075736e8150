// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

/// The text form of the configuration: groups of key = value lines, as in a GLib key file, but
/// with line numbers, and with repeated groups and keys told instead of merged. Thread: pure.
namespace vitrine::config {

/// One "key = value" line; the value's escapes (\s \n \t \r \\) are undone.
struct KeyFileEntry {
    std::string key;
    std::string value;
    unsigned line = 0;
    /// The value could not be read; there is a problem that says why.
    bool broken = false;
};

/// One "[name]" and the entries below it.
struct KeyFileGroup {
    /// Blanks at its ends left out, those within it made one.
    std::string name;
    unsigned line = 0;
    std::vector<KeyFileEntry> entries;
};

/// What is wrong with a text, and on which line (0: with the whole).
struct Problem {
    unsigned line = 0;
    std::string text;
};

struct KeyFile {
    std::vector<KeyFileGroup> groups;
    std::vector<Problem> problems;
};

/// The most bytes one configuration file may have.
inline constexpr std::size_t kMaxTextSize = 1024 * 1024;

/// Reads a whole text. What can be read is in `groups` even when there are problems, so that
/// later checks find more of them; no problem repeats a value.
KeyFile readKeyFile(std::string_view text);

} // namespace vitrine::config
