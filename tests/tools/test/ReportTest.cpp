// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "tools/loadviewer/Report.hpp"

#include <time.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <thread>

using namespace vitrine;
using namespace vitrine::loadviewer;

namespace {

template <std::size_t Size>
util::Result<Options> parse(std::array<const char*, Size> words) {
    return parseOptions(static_cast<int>(Size), const_cast<char**>(words.data()));
}

RunResult oneGoodViewer() {
    ViewerResult viewer;
    viewer.connected = true;
    viewer.packets = 360;
    viewer.frames = 60;
    viewer.seconds = 2;
    RunResult run;
    run.viewers.push_back(viewer);
    run.seconds = 2;
    return run;
}

} // namespace

TEST_CASE("the command line is read and checked") {
    const auto options = parse(std::array{"loadviewer", "--url", "http://127.0.0.1:9/", "--camera",
                                          "front", "--viewers", "3", "--leave", "mixed"});
    REQUIRE(options);
    CHECK(options.value().url == "ws://127.0.0.1:9/cameras/front/ws");
    CHECK(options.value().viewers == 3);
    CHECK(options.value().leaves.size() == 8);
    const auto leave = parse(std::array{"loadviewer", "--leave", "slowly"});
    REQUIRE_FALSE(leave);
    CHECK_THAT(leave.error().message, ContainsSubstring("before-answer"));
    CHECK_FALSE(parse(std::array{"loadviewer", "--url", "ftp://x"}));
    CHECK_FALSE(parse(std::array{"loadviewer", "--viewers", "0"}));
    CHECK_FALSE(parse(std::array{"loadviewer", "stray"}));
    CHECK(options.value().playoutDelay);
}

TEST_CASE("a server of another kind has its own address and promises less") {
    const auto options = parse(std::array{"loadviewer", "--protocol", "janus", "--url",
                                          "ws://127.0.0.1:8188/", "--playout-delay", "any"});
    REQUIRE(options);
    CHECK(options.value().url == "ws://127.0.0.1:8188/");
    CHECK(options.value().protocol == Protocol::Janus);
    CHECK_FALSE(options.value().playoutDelay);
    CHECK_FALSE(parse(std::array{"loadviewer", "--protocol", "janus"}));
    CHECK_FALSE(parse(std::array{"loadviewer", "--protocol", "whep"}));
}

TEST_CASE("a spread is told by nearest rank") {
    std::vector<double> figures;
    for (int i = 100; i >= 1; --i)
        figures.push_back(i);
    const auto spread = spreadOf(figures);
    CHECK(spread.lowest == 1);
    CHECK(spread.median == 50);
    CHECK(spread.p95 == 95);
    CHECK(spread.highest == 100);
    CHECK(spreadOf({}).highest == 0);
}

TEST_CASE("a run fails with a failure, a loss, a problem, or nobody") {
    const Options options;
    auto run = oneGoodViewer();
    CHECK(succeeded(options, run));
    CHECK_THAT(toJson(options, run), ContainsSubstring("\"packetsPerSecond\" : 180.0"));
    run.viewers[0].lost = 1;
    CHECK_FALSE(succeeded(options, run));
    CHECK_THAT(toText(options, run), ContainsSubstring("1 packets lost"));
    run = oneGoodViewer();
    run.viewers[0].problems.emplace_back("a problem");
    CHECK_FALSE(succeeded(options, run));
    run = oneGoodViewer();
    run.viewers[0].failure = "HTTP 404";
    CHECK_FALSE(succeeded(options, run));
    CHECK_FALSE(succeeded(options, {}));
}

TEST_CASE("a process is sampled as it is") {
    const auto before = tools::sampleProcess(getpid());
    REQUIRE(before);
    CHECK(before.value().threads >= 1);
    CHECK(before.value().rssKiB > before.value().privateDirtyKiB);
    const std::ifstream opened("/proc/self/stat");
    const auto after = tools::sampleProcess(getpid());
    REQUIRE(after);
    CHECK(after.value().fds == before.value().fds + 1);
    CHECK(after.value().cpuSeconds >= before.value().cpuSeconds);
    CHECK_FALSE(tools::sampleProcess(0));
}

TEST_CASE("a process' time is told to the nanosecond, with that of its ended threads") {
    const auto used = [] {
        timespec time{};
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
    };
    for (int round = 0; round < 5; ++round) {
        std::thread([&] {
            for (const auto end = used() + 0.001; used() < end;)
                ;
        }).join();
        const auto before = used();
        const auto sample = tools::sampleProcess(getpid());
        const auto after = used();
        REQUIRE(sample);
        CHECK(sample.value().cpuSeconds > before);
        CHECK(sample.value().cpuSeconds < after);
    }
}
