// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

namespace vitrine::util {

/// What the program tells its parent when it ends: the numbers of sysexits(3).
enum class ExitCode : int {
    Ok = 0,
    /// The command line is wrong (EX_USAGE).
    Usage = 64,
    /// An address cannot be listened on (EX_UNAVAILABLE).
    CannotListen = 69,
    /// A fault of the program itself (EX_SOFTWARE).
    Internal = 70,
    /// The configuration is wrong or cannot be read (EX_CONFIG).
    Configuration = 78,
};

/// The number for exit() or main's return.
constexpr int toInt(ExitCode code) noexcept {
    return static_cast<int>(code);
}

} // namespace vitrine::util
