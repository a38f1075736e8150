// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

namespace vitrine::daemon {

/// Raises the soft limit of open files to the hard one: a viewer needs several, and the usual 1024
/// end near fifty viewers (setrlimit(2)).
void raiseFileLimit();

} // namespace vitrine::daemon
