// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "tools/ProcSample.hpp"

#include <sysexits.h>

#include <charconv>
#include <chrono>
#include <iomanip>
#include <iostream>
#include <string_view>
#include <thread>

namespace {

constexpr std::string_view kUsage =
    "usage: procwatch PID [INTERVAL_MS [COUNT]]\n"
    "Prints one line of JSON a sample of the process, every INTERVAL_MS (1000), COUNT times (until "
    "it ends).\n";

bool parse(const char* text, int& value) {
    const std::string_view all = text;
    const auto [stop, error] = std::from_chars(all.data(), all.data() + all.size(), value);
    return error == std::errc() && stop == all.data() + all.size() && value > 0;
}

void print(double seconds, const vitrine::tools::ProcSample& sample) {
    std::cout << "{\"seconds\":" << seconds << ",\"rssKiB\":" << sample.rssKiB
              << ",\"privateDirtyKiB\":" << sample.privateDirtyKiB << ",\"fds\":" << sample.fds
              << ",\"threads\":" << sample.threads << std::fixed << std::setprecision(9)
              << ",\"cpuSeconds\":" << sample.cpuSeconds << ",\"atSeconds\":" << sample.atSeconds
              << std::defaultfloat << "}" << std::endl; // flushed: the reader waits for the line
}

} // namespace

int main(int argc, char** argv) {
    int pid = 0;
    int interval = 1000;
    int count = 0;
    if (argc < 2 || argc > 4 || !parse(argv[1], pid) || (argc > 2 && !parse(argv[2], interval)) ||
        (argc > 3 && !parse(argv[3], count))) {
        std::cerr << kUsage;
        return EX_USAGE;
    }
    const auto start = std::chrono::steady_clock::now();
    for (int taken = 0; count == 0 || taken < count; ++taken) {
        const auto due = start + std::chrono::milliseconds{interval} * taken;
        std::this_thread::sleep_until(due);
        const auto sample = vitrine::tools::sampleProcess(pid);
        if (!sample) {
            if (taken != 0)
                break; // it has ended, which is one way for a watch to end
            std::cerr << "procwatch: " << sample.error().message << '\n';
            return EX_NOINPUT;
        }
        const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
        print(elapsed.count(), sample.value());
    }
    return 0;
}
