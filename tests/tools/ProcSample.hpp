// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "util/Result.hpp"

#include <sys/types.h>

#include <cstdint>

namespace vitrine::tools {

/// What a process uses, as /proc tells it at one moment.
struct ProcSample {
    std::uint64_t rssKiB = 0;          ///< VmRSS
    std::uint64_t privateDirtyKiB = 0; ///< what only this process has and has written to
    std::uint64_t fds = 0;
    std::uint64_t threads = 0;
    double cpuSeconds = 0; ///< user and system time since its start, ended threads included
    double atSeconds = 0;  ///< when that was, on the steady clock
};

/// Samples a process. An Error when it is gone, or not ours to look into.
///
/// Thread: thread-safe.
util::Result<ProcSample> sampleProcess(pid_t pid);

} // namespace vitrine::tools
