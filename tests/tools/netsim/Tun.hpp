// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "tools/loadviewer/FileDescriptor.hpp"

#include <string>

namespace vitrine::netsim {

using loadviewer::FileDescriptor;

/// How a namespace's end of the way is set up.
struct TunSettings {
    std::string name;    ///< of the device
    std::string address; ///< with the prefix's length
    std::string gateway; ///< of a default route; empty: none
};

/// Makes a TUN device in the calling thread's network namespace and brings it up. Reading the
/// descriptor, which does not block, gives the IP packets sent into the device, one a read; writing
/// one lets it arrive. The device ends with the descriptor.
///
/// Throws std::runtime_error with a sentence for people. Thread: any; the namespace is the
/// thread's.
FileDescriptor openTun(const TunSettings& settings);

/// Brings the calling thread's namespace's loopback up, which a new one's is not. Throws likewise.
void bringLoopbackUp();

} // namespace vitrine::netsim
