// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "util/ExitCode.hpp"

/// What --hash-password and --new-token do: lines for [user NAME], on standard output.
/// Thread: main.
namespace vitrine::daemon {

/// Reads a password, unseen and twice at a terminal, else the one line that comes; prints the key
/// with its hash. Says on standard error what is wrong with it.
util::ExitCode printPasswordHash();

/// Prints a new bearer token and the key with its digest.
util::ExitCode printNewToken();

} // namespace vitrine::daemon
