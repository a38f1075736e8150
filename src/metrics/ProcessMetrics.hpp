// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "metrics/Registry.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

/// What the kernel says about this process (proc(5)). Thread: any; each call reads a few small
/// files of /proc/self.
namespace vitrine::metrics {

/// The numbers of /proc/PID/stat that are used here, in the kernel's units.
struct ProcessStat {
    std::uint64_t cpuTicks = 0; ///< user and system
    std::uint64_t threads = 0;
    std::uint64_t startTicks = 0; ///< since boot
    std::uint64_t virtualBytes = 0;
    std::uint64_t residentPages = 0;
    bool operator==(const ProcessStat&) const = default;
};

/// Reads the text of a stat file; nothing when it is not one. The command's name in it may hold
/// blanks and parentheses. Pure.
std::optional<ProcessStat> parseProcessStat(std::string_view text);

/// What another process uses.
struct ProcessUse {
    std::uint64_t residentBytes = 0;
    double cpuSeconds = 0.0; ///< user and system
};

/// Nothing when there is no such process, or the kernel does not say.
std::optional<ProcessUse> processUse(int pid);

/// Resident memory of this process in bytes, as the memory limit counts it; 0 when the kernel
/// does not say (no /proc).
std::uint64_t residentBytes();

/// The kilobytes of "Private_Dirty:" in the text of a smaps_rollup file; nothing when it has none.
/// Pure.
std::optional<std::uint64_t> parsePrivateDirty(std::string_view text);

/// Memory of this process that it shares with nobody and has written to, in bytes: what it really
/// costs; 0 when the kernel does not say. A walk through the page tables, a millisecond or two.
std::uint64_t privateDirtyBytes();

/// What this process has asked of malloc and not given back, in bytes (mallinfo2(3)): unlike
/// resident memory it has no high water, so that a leak shows at once. 0 where malloc is another
/// one (AddressSanitizer's). A walk through the lists of free memory: a millisecond at most.
std::uint64_t heapBytes();

/// How many descriptors this process has; nothing when the kernel does not say.
std::optional<std::size_t> openDescriptors();

/// Prometheus' standard process_* metrics, and process_threads; what the kernel does not say is
/// left out.
std::vector<Sample> processSamples();

/// Adds processSamples() to what a scrape of the registry shows.
void addProcessMetrics(Registry& registry);

} // namespace vitrine::metrics
