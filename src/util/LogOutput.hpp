// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "util/LogFormat.hpp"

namespace vitrine::util::log {

/// Puts a line out where standard error leads: to the journal with its fields when that is the
/// journal (JOURNAL_STREAM names it), in colour to a terminal that has them, else with the time.
/// What standard error is is looked at once. A journal that does not read loses lines, and is told
/// how many; where none takes entries, standard error gets the line.
///
/// Thread: thread-safe; one write a line, so that lines of several threads do not mix.
void putOut(const Line& line);
/// The same on standard error itself, wherever it leads.
void putLast(const Line& line);

/// Whether that is the journal.
bool goesToJournal();

} // namespace vitrine::util::log
