// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <cstddef>

namespace vitrine::daemon {

/// Raises the soft limit of open files to the hard one: a viewer needs several, and the usual 1024
/// end near fifty viewers (setrlimit(2)).
void raiseFileLimit();

/// How many more files the process may open; as many as there can be where the kernel does not say.
std::size_t descriptorsLeft();

} // namespace vitrine::daemon
