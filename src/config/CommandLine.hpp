// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "util/Result.hpp"

#include <optional>
#include <span>
#include <string>

/// The command line as plain values. Thread: pure.
namespace vitrine::config {

/// What the command line asks for.
struct Options {
    /// The file of --config ("-": standard input); nothing: the default files.
    std::optional<std::string> configFile;
    bool checkConfig = false;
    bool listDevices = false;
    bool version = false;
    bool help = false;
    bool operator==(const Options&) const = default;
};

/// Reads the arguments after the program's name. --help and --version win over everything else
/// that is well written. The error (code "usage", for exit code 64) names the argument, what is
/// allowed and the nearest option.
util::Result<Options> parseCommandLine(std::span<const std::string> arguments);

/// As above, from main's own arguments.
util::Result<Options> parseCommandLine(int argc, const char* const* argv);

/// What --help prints.
std::string helpText();

} // namespace vitrine::config
