// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "util/ExitCode.hpp"
#include "util/Result.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// The command line as plain values. Thread: pure.
namespace vitrine::config {

/// What the command line asks for.
struct Options {
    /// The file of --config ("-": standard input); nothing: the default files.
    std::optional<std::string> configFile;
    bool checkConfig = false;
    bool listDevices = false;
    bool hashPassword = false;
    bool newToken = false;
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

/// An option as it is written, and what it does.
struct OptionText {
    std::string_view name;
    std::string_view doc;
};

/// Every option, in the order of --help and the manual.
std::vector<OptionText> optionTexts();

/// An exit code of sysexits.h(3head) and what it means here.
struct ExitText {
    util::ExitCode code;
    std::string_view doc;
};

/// Every exit code.
std::span<const ExitText> exitTexts() noexcept;

inline constexpr std::string_view kPurpose = "Shows cameras in any browser, now.";
inline constexpr std::string_view kWithoutConfiguration =
    "Without any configuration a test picture is shown on http://127.0.0.1:8080/.";

/// What --help prints.
std::string helpText();

} // namespace vitrine::config
