// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "util/Log.hpp"

#include <string>
#include <string_view>
#include <sys/types.h>
#include <vector>

/// How a line of the log looks, wherever it goes. Thread: pure.
namespace vitrine::util::log {

/// A line as it is written: without secrets, without line feeds.
struct Line {
    Level level = Level::Info;
    About about;
    std::string text;
};

/// "12:34:56.789 warning camera: front is offline", with its line feed.
std::string terminalLine(const Line& line, std::string_view clock, bool colour);

/// "<4>camera: front is offline", with its line feed: as sd-daemon(3) has it.
std::string prefixedLine(const Line& line);

/// The fields of a journal's entry, "NAME=value" each: those of systemd.journal-fields(7), ROOM,
/// and CAMERA and VIEWER where it is about one.
std::vector<std::string> journalFields(const Line& line);

/// The text without line feeds and without what a terminal takes for an order: some of it is what
/// strangers said.
std::string onOneLine(std::string_view text);

/// Whether JOURNAL_STREAM (systemd.exec(5)) names the stream with these numbers; it may be null.
bool namesStream(const char* journalStream, dev_t device, ino_t inode);

/// Whether a terminal is to get colours: not with NO_COLOR (no-color.org), and not one that knows
/// none. Either may be null.
bool wantsColour(const char* noColor, const char* term);

} // namespace vitrine::util::log
