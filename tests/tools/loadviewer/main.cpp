// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "tools/loadviewer/Report.hpp"
#include "tools/loadviewer/Shard.hpp"

#include <sys/resource.h>
#include <sysexits.h>

#include <csignal>
#include <exception>
#include <future>
#include <iostream>
#include <thread>

namespace {

using namespace vitrine;
using namespace vitrine::loadviewer;

double cpuSeconds() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

/// Two descriptors a viewer: as many as the system lets us have.
void raiseDescriptorLimit() {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

std::optional<tools::ProcSample> sample(int pid) {
    if (pid == 0)
        return std::nullopt;
    const auto taken = tools::sampleProcess(pid);
    return taken ? std::optional(taken.value()) : std::nullopt;
}

RunResult runAll(const Options& options) {
    const DtlsIdentity identity;
    RunResult run;
    run.before = sample(options.watch);
    const auto start = Clock::now();
    const auto cpu = cpuSeconds();
    std::vector<std::future<std::vector<ViewerResult>>> shards;
    for (unsigned number = 0; number < options.threads; ++number)
        shards.push_back(std::async(std::launch::async, [&options, &identity, number] {
            return Shard(options, identity, number).run();
        }));
    for (auto& shard : shards) {
        auto part = shard.get();
        run.viewers.insert(run.viewers.end(), std::make_move_iterator(part.begin()),
                           std::make_move_iterator(part.end()));
    }
    run.seconds = std::chrono::duration<double>(Clock::now() - start).count();
    run.cpuSeconds = cpuSeconds() - cpu;
    run.after = sample(options.watch);
    return run;
}

} // namespace

int main(int argc, char** argv) {
    try {
        const auto options = parseOptions(argc, argv);
        if (!options) {
            std::cerr << "loadviewer: " << options.error().message << '\n';
            return EX_USAGE;
        }
        // Writing to a connection that the server has closed is no reason to die.
        std::signal(SIGPIPE, SIG_IGN);
        raiseDescriptorLimit();
        const auto run = runAll(options.value());
        std::cout << (options.value().json ? toJson(options.value(), run) + '\n'
                                           : toText(options.value(), run));
        return succeeded(options.value(), run) ? EXIT_SUCCESS : EXIT_FAILURE;
    } catch (const std::exception& error) {
        std::cerr << "loadviewer: " << error.what() << '\n';
        return EX_SOFTWARE;
    }
}
