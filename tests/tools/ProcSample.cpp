// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "tools/ProcSample.hpp"

#include <unistd.h>

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

/// The fields 14 and 15 of /proc/PID/stat; the name before them may hold blanks and brackets.
std::optional<double> cpuSecondsOf(const std::string& path) {
    std::ifstream file(path);
    std::string line;
    std::getline(file, line);
    const auto nameEnd = line.rfind(')');
    if (nameEnd == std::string::npos)
        return std::nullopt;
    std::istringstream rest(line.substr(nameEnd + 1));
    std::string skipped;
    for (int field = 3; field < 14; ++field)
        rest >> skipped;
    double user = 0;
    double system = 0;
    if (!(rest >> user >> system))
        return std::nullopt;
    return (user + system) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

} // namespace

util::Result<ProcSample> sampleProcess(pid_t pid) {
    const auto folder = "/proc/" + std::to_string(pid);
    const auto rss = fieldOf(folder + "/status", "VmRSS");
    const auto threads = fieldOf(folder + "/status", "Threads");
    const auto dirty = fieldOf(folder + "/smaps_rollup", "Private_Dirty");
    const auto cpu = cpuSecondsOf(folder + "/stat");
    std::error_code error;
    std::uint64_t fds = 0;
    for (auto at = std::filesystem::directory_iterator(folder + "/fd", error);
         !error && at != std::filesystem::directory_iterator(); at.increment(error))
        ++fds;
    if (!rss || !threads || !dirty || !cpu || error)
        return util::Error{"proc", "process " + std::to_string(pid) +
                                       " is gone, or belongs to another user"};
    return ProcSample{*rss, *dirty, fds, *threads, *cpu};
}

} // namespace vitrine::tools
