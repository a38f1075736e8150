// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "util/Result.hpp"

#include <string>
#include <vector>

/// The few ways in which the loader touches files. Thread: any; they block on the disk.
namespace vitrine::config {

/// False when there is no file of this name.
bool fileExists(const std::string& path) noexcept;

/// Why the file cannot be read ("does not exist", "is a directory", …), or nothing when it can.
std::string whyUnreadable(const std::string& path);

/// The text of a file, cut one byte behind kMaxTextSize, so that the size check sees that it is
/// too large without reading it all. The error is a predicate, as whyUnreadable()'s.
util::Result<std::string> readFile(const std::string& path);

/// The folder named in CREDENTIALS_DIRECTORY, or an empty text.
std::string credentialsFolder();

/// As readFile(), from standard input.
util::Result<std::string> readStandardInput();

/// The files of a folder whose names end in ".conf" and do not begin with a dot, sorted by name;
/// none when the folder does not exist. The error is a predicate.
util::Result<std::vector<std::string>> listDropIns(const std::string& folder);

} // namespace vitrine::config
