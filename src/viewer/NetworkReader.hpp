// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "viewer/HostAddresses.hpp"

namespace vitrine::viewer {

/// Asks the kernel (rtnetlink(7)) for this machine's interfaces and addresses as they are now: a
/// fraction of a millisecond. Throws std::system_error.
///
/// Thread: any.
Network readNetwork();

} // namespace vitrine::viewer
