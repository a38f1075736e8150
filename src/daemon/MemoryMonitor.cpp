// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "daemon/MemoryMonitor.hpp"

#include "metrics/ProcessMetrics.hpp"
#include "util/Log.hpp"
#include "util/MessageIds.hpp"

#include <cmath>
#include <iomanip>
#include <sstream>
#include <utility>

namespace vitrine::daemon {
namespace {

using namespace std::chrono_literals;

// A look costs the kernel a walk through the page tables: a millisecond or two.
constexpr auto kSampleInterval = 10s;
constexpr auto kTellInterval = 1h;
constexpr double kMiB = 1024.0 * 1024.0;

std::string inMiB(double bytes) {
    std::ostringstream text;
    text << std::fixed << std::setprecision(2) << bytes / kMiB << " MiB";
    return text.str();
}

} // namespace

MemoryMonitor::MemoryMonitor(metrics::Registry& registry, std::function<std::size_t()> viewers)
    : viewers_(std::move(viewers))
    , privateDirty_(registry
                        .gauge("vitrine_private_dirty_bytes",
                               "Memory that only this process has and has written to, every 10 s.")
                        .with())
    , growth_(
          registry
              .gauge("vitrine_memory_growth_bytes_per_viewer_hour",
                     "How private dirty memory grew in the last three hours; 0 while not known.")
              .with())
    , growthError_(registry
                       .gauge("vitrine_memory_growth_stderr_bytes_per_viewer_hour",
                              "The standard error of that.")
                       .with()) {
    look();
    sampling_.every(kSampleInterval, [this] { look(); });
    telling_.every(kTellInterval, [this] { tell(); });
}

void MemoryMonitor::look() {
    const auto bytes = static_cast<double>(metrics::privateDirtyBytes());
    if (bytes <= 0)
        return; // the kernel does not say
    privateDirty_->set(bytes);
    watch_.add({util::Clock::now(), viewers_(), bytes});
    if (const auto growth = watch_.growth()) {
        growth_->set(growth->bytesPerViewerHour);
        growthError_->set(growth->standardError);
    }
}

void MemoryMonitor::tell() const {
    const auto growth = watch_.growth();
    if (!growth)
        return;
    const auto level = growth->significant ? util::log::Level::Warning : util::log::Level::Info;
    util::log::line(level, util::log::About("daemon").message(util::log::id::kMemory),
                    "memory: ", inMiB(privateDirty_->value()), " of its own, ",
                    inMiB(static_cast<double>(metrics::residentBytes())), " resident; ",
                    growth->significant ? "it grows by " : "no growth to be sure of: ",
                    inMiB(growth->bytesPerViewerHour), " +- ", inMiB(growth->standardError),
                    " per viewer-hour");
}

} // namespace vitrine::daemon
