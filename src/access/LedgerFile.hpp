// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "access/Ledger.hpp"
#include "util/Result.hpp"

#include <string>
#include <vector>

/// How a Ledger is kept on disk, readable by this program's user alone. Thread: any one.
namespace vitrine::access {

/// The grants as JSON, and back. The error says what is wrong with the text.
std::string ledgerText(const std::vector<Grant>& grants);
util::Result<std::vector<Grant>> readLedger(const std::string& text);

/// The whole file; an empty text when there is none. The error names it and says why not.
util::Result<std::string> readPrivate(const std::string& path);
/// Replaces the file as a whole, with mode 0600; an empty text, or why not.
std::string writePrivate(const std::string& path, const std::string& text);

} // namespace vitrine::access
