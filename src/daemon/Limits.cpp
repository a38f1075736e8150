// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "daemon/Limits.hpp"

#include "metrics/ProcessMetrics.hpp"
#include "util/Log.hpp"

#include <cerrno>
#include <cstring>
#include <limits>
#include <sys/resource.h>

namespace vitrine::daemon {

void raiseFileLimit() {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return;
    limit.rlim_cur = limit.rlim_max;
    if (setrlimit(RLIMIT_NOFILE, &limit) != 0)
        util::log::warning("daemon",
                           "cannot raise the limit of open files: ", std::strerror(errno));
}

std::size_t descriptorsLeft() {
    rlimit limit{};
    const auto open = metrics::openDescriptors();
    if (!open || getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return std::numeric_limits<std::size_t>::max();
    return limit.rlim_cur > *open ? limit.rlim_cur - *open : 0;
}

} // namespace vitrine::daemon
