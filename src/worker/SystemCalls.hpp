// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <span>
#include <string_view>

namespace vitrine::worker {

/// The system calls that no camera has a use for: into other processes, to mount, to load code
/// into the kernel, to change the machine's clock or name, keyrings, namespaces.
std::span<const std::string_view> forbiddenCalls();

/// From now on these fail with EPERM for this process and all that it starts (seccomp(2)); so do
/// clone(2) with a user namespace, and, as not there, clone3(2), whose flags no filter can see.
/// What drivers and their libraries call is not known here, which is why the rest is allowed.
///
/// Thread: main, before there are others. Throws std::system_error.
void forbidSystemCalls();

} // namespace vitrine::worker
