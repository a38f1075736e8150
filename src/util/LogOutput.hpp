// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "util/LogFormat.hpp"

namespace vitrine::util::log {

/// Puts a line out where standard error leads: to the journal with its fields when that is the
/// journal (JOURNAL_STREAM names it) and takes entries, in colour to a terminal that has them, else
/// with the time. What standard error is is looked at once.
///
/// Thread: thread-safe; one write a line, so that lines of several threads do not mix.
void putOut(const Line& line);

} // namespace vitrine::util::log
