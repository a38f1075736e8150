// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "tools/ProcSample.hpp"

#include <time.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>

namespace vitrine::tools {

namespace {

/// The number after "Name:" in a file of such lines.
std::optional<std::uint64_t> fieldOf(const std::string& path, const std::string& name) {
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
        if (!line.starts_with(name + ':'))
            continue;
        std::uint64_t value = 0;
        if (std::istringstream(line.substr(name.size() + 1)) >> value)
            return value;
    }
    return std::nullopt;
}

/// From the clock that the kernel keeps for each process: in nanoseconds, ended threads included,
/// where /proc/PID/stat has steps of 10 ms. A thread that runs meanwhile counts up to its last
/// tick.
std::optional<double> cpuSecondsOf(pid_t pid) {
    clockid_t clock = 0;
    timespec used{};
    if (clock_getcpuclockid(pid, &clock) != 0 || clock_gettime(clock, &used) != 0)
        return std::nullopt;
    return static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) * 1e-9;
}

} // namespace

util::Result<ProcSample> sampleProcess(pid_t pid) {
    const auto folder = "/proc/" + std::to_string(pid);
    // First and together, and what is counted at leisure is not in it.
    const std::chrono::duration<double> now = std::chrono::steady_clock::now().time_since_epoch();
    const auto cpu = cpuSecondsOf(pid);
    const auto rss = fieldOf(folder + "/status", "VmRSS");
    const auto threads = fieldOf(folder + "/status", "Threads");
    const auto dirty = fieldOf(folder + "/smaps_rollup", "Private_Dirty");
    std::error_code error;
    std::uint64_t fds = 0;
    for (auto at = std::filesystem::directory_iterator(folder + "/fd", error);
         !error && at != std::filesystem::directory_iterator(); at.increment(error))
        ++fds;
    if (!rss || !threads || !dirty || !cpu || error)
        return util::Error{"proc", "process " + std::to_string(pid) +
                                       " is gone, or belongs to another user"};
    return ProcSample{*rss, *dirty, fds, *threads, *cpu, now.count()};
}

} // namespace vitrine::tools
