// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "metrics/GrowthWatch.hpp"
#include "metrics/Registry.hpp"
#include "util/MainLoop.hpp"

#include <cstddef>
#include <functional>
#include <memory>

namespace vitrine::daemon {

/// Looks at the process's memory now and then, shows what it finds as metrics, and says in the log
/// once an hour how it grows; as a warning only when it surely does.
///
/// Owner: Daemon. Thread: main. Calls out on: main (`viewers`).
class MemoryMonitor {
  public:
    /// `viewers` tells how many there are. Begins when the main loop runs.
    MemoryMonitor(metrics::Registry& registry, std::function<std::size_t()> viewers);
    MemoryMonitor(const MemoryMonitor&) = delete;
    MemoryMonitor& operator=(const MemoryMonitor&) = delete;
    ~MemoryMonitor() = default;

  private:
    void look();
    void tell() const;

    std::function<std::size_t()> viewers_;
    std::shared_ptr<metrics::Gauge> privateDirty_;
    std::shared_ptr<metrics::Gauge> growth_;
    std::shared_ptr<metrics::Gauge> growthError_;
    metrics::GrowthWatch watch_;
    util::Timer sampling_;
    util::Timer telling_;
};

} // namespace vitrine::daemon
