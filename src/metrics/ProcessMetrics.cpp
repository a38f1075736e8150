// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "metrics/ProcessMetrics.hpp"

#include <array>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <malloc.h>
#include <sstream>
#include <sys/resource.h>
#include <unistd.h>

namespace vitrine::metrics {
namespace {

std::string readFile(const std::string& path) {
    const std::ifstream file(path);
    std::ostringstream text;
    text << file.rdbuf();
    return file ? text.str() : std::string{};
}

std::optional<ProcessStat> ownStat() {
    return parseProcessStat(readFile("/proc/self/stat"));
}

std::uint64_t pageBytes() {
    return static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

double ticksToSeconds(std::uint64_t ticks) {
    return static_cast<double>(ticks) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

// The line "btime N" of /proc/stat: when the machine started, in seconds since 1970.
std::optional<double> bootTime() {
    std::ifstream file("/proc/stat");
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with("btime "))
            return std::strtod(line.c_str() + 6, nullptr);
    }
    return std::nullopt;
}

} // namespace

std::optional<ProcessStat> parseProcessStat(std::string_view text) {
    // The fields count from 1; the second is the command in parentheses, whatever it holds.
    const auto command = text.rfind(')');
    if (command == std::string_view::npos)
        return std::nullopt;
    std::istringstream rest{std::string{text.substr(command + 1)}};
    std::array<std::string, 25> field; // by its number in proc(5)
    for (std::size_t i = 3; i < field.size(); ++i) {
        if (!(rest >> field[i]))
            return std::nullopt;
    }
    bool good = true;
    const auto value = [&](std::size_t index) {
        std::uint64_t out = 0;
        const auto& digits = field[index];
        const auto [end, error] =
            std::from_chars(digits.data(), digits.data() + digits.size(), out);
        good = good && error == std::errc{} && end == digits.data() + digits.size();
        return out;
    };
    ProcessStat stat;
    stat.cpuTicks = value(14) + value(15);
    stat.threads = value(20);
    stat.startTicks = value(22);
    stat.virtualBytes = value(23);
    stat.residentPages = value(24);
    return good ? std::optional{stat} : std::nullopt;
}

std::optional<std::size_t> openDescriptors() {
    std::error_code error;
    std::size_t count = 0;
    for (std::filesystem::directory_iterator fd("/proc/self/fd", error), end; !error && fd != end;
         fd.increment(error))
        ++count;
    // One of them was the directory itself.
    return error || count == 0 ? std::nullopt : std::optional{count - 1};
}

std::optional<ProcessUse> processUse(int pid) {
    const auto stat = parseProcessStat(readFile("/proc/" + std::to_string(pid) + "/stat"));
    if (!stat)
        return std::nullopt;
    return ProcessUse{stat->residentPages * pageBytes(), ticksToSeconds(stat->cpuTicks)};
}

std::uint64_t residentBytes() {
    const auto stat = ownStat();
    return stat ? stat->residentPages * pageBytes() : 0;
}

std::optional<std::uint64_t> parsePrivateDirty(std::string_view text) {
    constexpr std::string_view kField = "\nPrivate_Dirty:";
    const auto field = text.find(kField);
    if (field == std::string_view::npos)
        return std::nullopt;
    std::istringstream rest{std::string{text.substr(field + kField.size())}};
    std::uint64_t kilobytes = 0;
    std::string unit;
    return rest >> kilobytes >> unit && unit == "kB" ? std::optional{kilobytes} : std::nullopt;
}

std::uint64_t privateDirtyBytes() {
    return parsePrivateDirty(readFile("/proc/self/smaps_rollup")).value_or(0) * 1024;
}

std::uint64_t heapBytes() {
    const auto info = mallinfo2();
    return info.uordblks + info.hblkhd;
}

std::vector<Sample> processSamples() {
    std::vector<Sample> samples;
    if (const auto stat = ownStat()) {
        samples.push_back({"process_cpu_seconds_total",
                           "User and system CPU time spent in seconds.", Kind::Counter,
                           ticksToSeconds(stat->cpuTicks)});
        samples.push_back({"process_resident_memory_bytes", "Resident memory size in bytes.",
                           Kind::Gauge, static_cast<double>(stat->residentPages * pageBytes())});
        samples.push_back({"process_virtual_memory_bytes", "Virtual memory size in bytes.",
                           Kind::Gauge, static_cast<double>(stat->virtualBytes)});
        samples.push_back({"process_threads", "Number of threads.", Kind::Gauge,
                           static_cast<double>(stat->threads)});
        if (const auto boot = bootTime())
            samples.push_back({"process_start_time_seconds",
                               "Start time of the process since the Unix epoch in seconds.",
                               Kind::Gauge, *boot + ticksToSeconds(stat->startTicks)});
    }
    if (const auto heap = heapBytes(); heap > 0)
        samples.push_back({"process_heap_bytes", "Bytes of the heap that are in use.", Kind::Gauge,
                           static_cast<double>(heap)});
    if (const auto fds = openDescriptors())
        samples.push_back({"process_open_fds", "Number of open file descriptors.", Kind::Gauge,
                           static_cast<double>(*fds)});
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0)
        samples.push_back({"process_max_fds", "Maximum number of open file descriptors.",
                           Kind::Gauge, static_cast<double>(limit.rlim_cur)});
    return samples;
}

void addProcessMetrics(Registry& registry) {
    registry.addCollector(processSamples);
}

} // namespace vitrine::metrics
