// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "util/Repeats.hpp"

using namespace vitrine::util;
using namespace vitrine::util::log;
using namespace std::chrono_literals;

namespace {

Line line(const std::string& text, const char* room = "camera", Level level = Level::Warning,
          int place = 1) {
    return {level, About(room, Place{"a.cpp", place, "f"}).camera("front"), text};
}

std::vector<std::string> texts(const std::vector<Line>& lines) {
    std::vector<std::string> all;
    for (const auto& each : lines)
        all.push_back(each.text);
    return all;
}

using Texts = std::vector<std::string>;

const Clock::time_point start{1000s};

} // namespace

TEST_CASE("the first lines that are alike are written, the others counted and told of once") {
    Repeats repeats;
    unsigned written = 0;
    for (int i = 0; i < 417; ++i)
        written += static_cast<unsigned>(
            repeats.take(line("viewer " + std::to_string(i) + " ended"), start + i * 100ms).size());
    CHECK(written == Repeats::kWritten);
    CHECK(repeats.due(start + 59s).empty());
    const auto due = repeats.due(start + 60s);
    CHECK(texts(due) == Texts{"not written, 412 times in 60 s: viewer 416 ended"});
    CHECK(due[0].about.camera() == "front");
    CHECK(due[0].level == Level::Warning);
    CHECK(repeats.due(start + 300s).empty());
    // And it begins anew.
    CHECK(texts(repeats.take(line("viewer 500 ended"), start + 301s)) == Texts{"viewer 500 ended"});
}

TEST_CASE("a line after the minute tells of those before it, first") {
    Repeats repeats;
    for (unsigned i = 0; i < Repeats::kWritten + 2; ++i)
        repeats.take(line("no"), start);
    CHECK(texts(repeats.take(line("no"), start + 61s)) ==
          Texts{"not written, 2 times in 60 s: no", "no"});
}

TEST_CASE("other words, another room and debug lines are nobody's repeats") {
    Repeats repeats;
    for (unsigned i = 0; i < Repeats::kWritten; ++i)
        repeats.take(line("no"), start);
    CHECK(repeats.take(line("no"), start).empty());
    CHECK(repeats.take(line("yes"), start).size() == 1);
    CHECK(repeats.take(line("no", "viewer"), start).size() == 1);
    for (unsigned i = 0; i < 3 * Repeats::kWritten; ++i)
        CHECK(repeats.take(line("no", "camera", Level::Debug), start).size() == 1);
}

TEST_CASE("cameras that differ by a number are different cameras, and a list is told to its end") {
    Repeats repeats;
    for (int i = 0; i < 20; ++i) {
        const auto id = "cam" + std::to_string(i);
        CHECK(repeats.take({Level::Info, About("camera").camera(id), id + " is live"}, start)
                  .size() == 1);
        CHECK(
            repeats
                .take({Level::Info, About("daemon").alwaysTold(), "open http://[::1]:" + id}, start)
                .size() == 1);
    }
}

TEST_CASE("at the end everything is told, with the time that it took") {
    Repeats repeats;
    for (unsigned i = 0; i < Repeats::kWritten + 3; ++i)
        repeats.take(line("no"), start + i * 1s);
    CHECK(texts(repeats.due(start + 8s, true)) == Texts{"not written, 3 times in 8 s: no"});
}

TEST_CASE("what strangers make up fills no log: one place in the source has only so many lines") {
    Repeats repeats;
    std::size_t written = 0;
    for (std::size_t i = 0; i < 1000; ++i)
        written += repeats.take(line(std::string(i + 1, 'x')), start + 1s).size();
    CHECK(written == Repeats::kWrittenOfPlace);
    // Another place speaks all the same.
    CHECK(repeats.take(line("no", "camera", Level::Warning, 2), start + 1s).size() == 1);
    const auto due = repeats.due(start + 61s);
    CHECK(texts(due) == Texts{"not written, 970 times in 60 s: " + std::string(1000, 'x')});
}

TEST_CASE("a line that stands for others is no event") {
    Repeats repeats;
    auto event = line("front is too bright");
    event.about.message("c0e15ebdbf394ee9bc8c1af9dc96825d").viewer(7);
    for (unsigned i = 0; i <= Repeats::kWritten; ++i)
        repeats.take(event, start);
    const auto due = repeats.due(start + 60s);
    REQUIRE(due.size() == 1);
    CHECK(std::string(due[0].about.messageId()).empty());
    CHECK(due[0].about.viewer() == 0);
}
