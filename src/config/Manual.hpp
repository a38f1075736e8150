// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <string>
#include <string_view>

/// The manual pages as man(7) source. They come from what the program itself goes by, so that
/// neither can tell something else: the options of --help, the keys of schema(), and the words of
/// docs/config.md. Thread: pure.
namespace vitrine::config {

/// vitrine(1).
std::string programManual(std::string_view version);

/// vitrine.conf(5), from the text of docs/config.md: its prose as it stands there, and in the place
/// of each row of its tables the key as schema() has it. Throws std::runtime_error, naming the
/// line, where it has a key that the schema does not know or leaves out one that it does.
std::string configurationManual(std::string_view version, std::string_view markdown);

} // namespace vitrine::config
