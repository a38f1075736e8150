// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// isolation [SECONDS [ROUNDS]]: what a process of its own costs a camera (test:, 1280x720 at 30):
// from a frame's capture until it is in the fan-out, and the CPU time of all that runs. In one run,
// by turns, SECONDS (20) each, ROUNDS (3) times. The camera's process is this program again.
#include "camera/CameraHouse.hpp"

#include "camera/CameraWorker.hpp"
#include "gst/Init.hpp"
#include "metrics/ProcessMetrics.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <unistd.h>

using namespace vitrine;
using namespace std::chrono_literals;

namespace {

double at(const std::vector<double>& sorted, double quantile) {
    return sorted[static_cast<std::size_t>(quantile * static_cast<double>(sorted.size() - 1))];
}

double cpuSeconds(const camera::Camera& camera) {
    const auto own = metrics::processUse(getpid());
    const auto worker = camera.worker();
    return (own ? own->cpuSeconds : 0) + (worker ? worker->cpuSeconds : 0);
}

void pass(std::chrono::seconds time) {
    const auto end = util::Clock::now() + time;
    test::runUntil([end] { return util::Clock::now() >= end; }, time + 1s);
}

void measure(config::Isolation isolation, std::chrono::seconds time) {
    config::Camera settings;
    settings.id = "test";
    settings.source = "test:";
    settings.isolation = isolation;
    test::House house(settings);
    house.camera.start();
    if (!house.hasFrames(30))
        return;
    const auto before = house.sink->frames().size();
    const auto cpu = cpuSeconds(house.camera);
    pass(time);
    const auto used = cpuSeconds(house.camera) - cpu;
    const auto frames = house.sink->frames();
    std::vector<double> ms;
    for (auto i = before; i < frames.size(); ++i)
        ms.push_back(static_cast<double>(frames[i].ready - frames[i].captured) / GST_MSECOND);
    std::sort(ms.begin(), ms.end());
    std::printf("| %s | %zu | %.2f / %.2f / %.2f | %.1f %% |\n",
                isolation == config::Isolation::Process ? "process" : "in-process", ms.size(),
                at(ms, 0.5), at(ms, 0.95), at(ms, 0.99),
                100 * used / std::chrono::duration<double>(time).count());
    std::fflush(stdout);
}

} // namespace

int main(int argc, char** argv) {
    if (camera::isCameraWorker(argc, argv))
        return camera::runCameraWorker();
    const gst::Library gstreamer;
    const std::chrono::seconds time(argc > 1 ? std::atoi(argv[1]) : 20);
    const auto rounds = argc > 2 ? std::atoi(argv[2]) : 3;
    std::puts(
        "| isolation | frames | capture to fan-out p50 / p95 / p99, ms | CPU |\n|---|---|---|---|");
    for (int i = 0; i < rounds; ++i)
        for (const auto isolation : {config::Isolation::InProcess, config::Isolation::Process})
            measure(isolation, time);
}
