// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "metrics/ProcessMetrics.hpp"
#include "metrics/PrometheusText.hpp"

#include <ctime>
#include <fcntl.h>
#include <map>
#include <unistd.h>

using namespace vitrine::metrics;

namespace {

std::map<std::string, double> sampled() {
    std::map<std::string, double> values;
    for (const auto& sample : processSamples())
        values[sample.name] = sample.value;
    return values;
}

} // namespace

TEST_CASE("a stat line is read past any command name") {
    const std::string tail = " S 1 2 3 0 -1 4194560 10 0 0 0 150 50 0 0 20 0 7 0 4242 1048576 256 "
                             "18446744073709551615 1 1 0\n";
    const ProcessStat expected{200, 7, 4242, 1048576, 256};
    CHECK(parseProcessStat("12 (vitrine)" + tail) == expected);
    CHECK(parseProcessStat("12 (a) b (c 1 2 3)" + tail) == expected);
}

TEST_CASE("what is not a stat line gives nothing") {
    CHECK_FALSE(parseProcessStat(""));
    CHECK_FALSE(parseProcessStat("12 (vitrine) S 1 2 3"));
    CHECK_FALSE(
        parseProcessStat("12 vitrine S 1 2 3 0 -1 4194560 10 0 0 0 1 1 0 0 20 0 7 0 4 1 1"));
    CHECK_FALSE(parseProcessStat("1 (v) S 1 2 3 0 -1 4194560 10 0 0 0 x 1 0 0 20 0 7 0 4 1 1"));
}

TEST_CASE("this process has memory, time, threads and files") {
    auto values = sampled();
    CHECK(values.size() == 7 + values.count("process_heap_bytes")); // not every malloc tells
    CHECK(values["process_resident_memory_bytes"] > 1e6);
    CHECK(values["process_virtual_memory_bytes"] >= values["process_resident_memory_bytes"]);
    CHECK(values["process_cpu_seconds_total"] >= 0);
    CHECK(values["process_threads"] >= 1);
    CHECK(values["process_max_fds"] >= values["process_open_fds"]);
    // It started before now, and not days ago.
    const auto now = static_cast<double>(std::time(nullptr));
    CHECK(values["process_start_time_seconds"] <= now + 2);
    CHECK(values["process_start_time_seconds"] > now - 86400);
}

TEST_CASE("an opened file counts") {
    const auto before = sampled()["process_open_fds"];
    const int fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
    REQUIRE(fd >= 0);
    CHECK(sampled()["process_open_fds"] == before + 1);
    close(fd);
    CHECK(sampled()["process_open_fds"] == before);
}

TEST_CASE("resident memory grows by what is written to") {
    constexpr std::size_t kGrowth = 32U << 20U;
    const auto before = residentBytes();
    const std::vector<char> written(kGrowth, 1);
    CHECK(written.back() == 1);
    CHECK(residentBytes() >= before + kGrowth / 2);
}

TEST_CASE("the heap in use grows by what is asked for and shrinks by what is given back") {
    const auto before = heapBytes();
    if (before == 0)
        return; // the malloc of an instrumented build
    {
        const std::vector<char> asked(100'000);    // within the heap
        const std::vector<char> mapped(1U << 20U); // beside it
        CHECK(heapBytes() >= before + asked.size() + mapped.size());
    }
    CHECK(heapBytes() < before + 100'000);
}

TEST_CASE("private dirty memory is read from its line, and from no other") {
    CHECK(parsePrivateDirty("55d0-7ff0 ---p 00000000 00:00 0 [rollup]\nRss: 900 kB\n"
                            "Shared_Dirty: 1 kB\nPrivate_Dirty:        812 kB\nSwap: 3 kB\n") ==
          812U);
    CHECK_FALSE(parsePrivateDirty("x [rollup]\nRss: 900 kB\n"));
    CHECK_FALSE(parsePrivateDirty("x [rollup]\nPrivate_Dirty: much\n"));
    CHECK_FALSE(parsePrivateDirty(""));
    CHECK(privateDirtyBytes() > 100000);
    CHECK(privateDirtyBytes() <= residentBytes());
}

TEST_CASE("the process metrics are part of a scrape") {
    Registry registry;
    addProcessMetrics(registry);
    CHECK_THAT(prometheusText(registry),
               ContainsSubstring("# TYPE process_cpu_seconds_total counter\n"));
}
