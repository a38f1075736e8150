// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "camera/WorkerLog.hpp"

#include <mutex>
#include <vector>

using namespace vitrine;
using camera::parseDebugLine;
using camera::parseLogLine;

namespace {

/// What util::log says meanwhile.
struct Heard {
    Heard() {
        util::log::setListener(
            [this](auto, std::string_view, std::string_view text) { lines.emplace_back(text); });
    }
    ~Heard() { util::log::setListener({}); }
    std::vector<std::string> lines;
};

} // namespace

TEST_CASE("a line of GStreamer's debug log is known by its level and category") {
    const auto line = parseDebugLine("0:00:00.046862000 1234 0x55d1a8 WARN             "
                                     "     rtspsrc gstrtspsrc.c:12:open:<source> no such host");
    REQUIRE(line);
    CHECK(line->level == GST_LEVEL_WARNING);
    CHECK(line->category == "rtspsrc");
    CHECK(line->text == "gstrtspsrc.c:12:open:<source> no such host");
    CHECK_FALSE(parseDebugLine("0:00:00.046862000 1234 0x55d1a8 NOISE rtspsrc x"));
    CHECK_FALSE(parseDebugLine("0:00:00.046862000 1234 0x55d1a8 WARN a;b x"));
    CHECK_FALSE(parseDebugLine("libva info: VA-API version 1.17.0"));
    CHECK_FALSE(parseDebugLine(""));
}

TEST_CASE("a line of our own log is known by its level") {
    const auto line = parseLogLine("07:41:48.046 error camera: the daemon sent nonsense");
    REQUIRE(line);
    CHECK(line->level == util::log::Level::Error);
    CHECK(line->text == "camera: the daemon sent nonsense");
    CHECK_FALSE(parseLogLine("07:41:48.046 loud camera: the daemon sent nonsense"));
    CHECK_FALSE(parseLogLine("info"));
}

TEST_CASE("what another process writes is told line by line under its camera's name") {
    Heard heard;
    camera::WorkerLog log("front");
    log.take("libva in");
    log.take("fo: on\n07:41:48.046 warning gst: slow\n\nhalf");
    CHECK(heard.lines == std::vector<std::string>{"front: its own process: libva info: on",
                                                  "front: its own process: gst: slow"});
    log.take(std::string(100000, 'x') + "\n\xFF\n");
    REQUIRE(heard.lines.size() == 4);
    CHECK(heard.lines[2].size() < 5000);
    CHECK(heard.lines[3] == "front: its own process: \uFFFD");
}

TEST_CASE("too much of it is left out and counted") {
    Heard heard;
    camera::WorkerLog log("front");
    for (unsigned i = 0; i < 5000; ++i)
        log.take("line " + std::to_string(i) + "\n");
    CHECK(heard.lines.size() < 3000);
}
