// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "util/LogFormat.hpp"
#include "util/MessageIds.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>

using namespace vitrine::util::log;

namespace {

bool has(const std::vector<std::string>& fields, const std::string& field) {
    return std::find(fields.begin(), fields.end(), field) != fields.end();
}

std::string sourceFile(const std::string& name) {
    std::ifstream in(std::string{VITRINE_SOURCE_DIR} + "/" + name);
    REQUIRE(in);
    return {std::istreambuf_iterator<char>(in), {}};
}

} // namespace

TEST_CASE("a journal's entry has the fields of what it is about") {
    const auto fields =
        journalFields({Level::Warning, About("camera").camera("front").message(id::kCameraOffline),
                       "front is offline: why"});
    CHECK(has(fields, "MESSAGE=camera: front is offline: why"));
    CHECK(has(fields, "PRIORITY=4"));
    CHECK(has(fields, "SYSLOG_IDENTIFIER=vitrine"));
    CHECK(has(fields, "ROOM=camera"));
    CHECK(has(fields, "CAMERA=front"));
    CHECK(has(fields, std::string("MESSAGE_ID=") + id::kCameraOffline));
    CHECK(has(fields, "CODE_FILE=tests/util/LogFormatTest.cpp"));
    CHECK(std::none_of(fields.begin(), fields.end(),
                       [](const auto& field) { return field.rfind("VIEWER=", 0) == 0; }));
    const auto viewers =
        journalFields({Level::Error, About("viewer").viewer(7), "no camera is named"});
    CHECK(has(viewers, "VIEWER=7"));
    CHECK(has(viewers, "PRIORITY=3"));
    CHECK(std::none_of(viewers.begin(), viewers.end(), [](const auto& field) {
        return field.rfind("CAMERA=", 0) == 0 || field.rfind("MESSAGE_ID=", 0) == 0;
    }));
}

TEST_CASE("a terminal has colours, anything else has none") {
    const Line line{Level::Warning, About("camera"), "front is offline"};
    CHECK(terminalLine(line, "12:00:00.000", false) ==
          "12:00:00.000 warning camera: front is offline\n");
    CHECK(terminalLine(line, "12:00:00.000", true) ==
          "12:00:00.000 \033[33mwarning camera: front is offline\033[0m\n");
    CHECK(terminalLine({Level::Info, About("camera"), "front is live"}, "0", true) ==
          "0 info camera: front is live\n");
    CHECK(prefixedLine(line) == "<4>camera: front is offline\n");
}

TEST_CASE("colours are for terminals that have them, and for who wants them") {
    CHECK(wantsColour(nullptr, "xterm"));
    CHECK(wantsColour("", "xterm"));
    CHECK_FALSE(wantsColour("1", "xterm"));
    CHECK_FALSE(wantsColour(nullptr, "dumb"));
    CHECK_FALSE(wantsColour(nullptr, nullptr));
}

TEST_CASE("the journal is where JOURNAL_STREAM says") {
    CHECK(namesStream("8:4711", 8, 4711));
    CHECK_FALSE(namesStream("8:4711", 8, 4712));
    CHECK_FALSE(namesStream("8:4711", 9, 4711));
    CHECK_FALSE(namesStream("8:47111", 8, 4711));
    CHECK_FALSE(namesStream("", 8, 4711));
    CHECK_FALSE(namesStream(nullptr, 8, 4711));
}

TEST_CASE("what strangers said is one line, and gives a terminal no orders") {
    CHECK(onOneLine("a\nb\r\tc") == "a b  c");
    CHECK(onOneLine("\033[2Jgone\007\177") == "?[2Jgone??");
    CHECK(onOneLine("Haustür …") == "Haustür …");
}

TEST_CASE("every MESSAGE_ID is 128 bits, there once, and documented") {
    const auto header = sourceFile("src/util/MessageIds.hpp");
    const auto documentation = sourceFile("docs/debugging.md");
    const std::regex each("= \"([^\"]*)\";");
    std::set<std::string> ids;
    for (auto it = std::sregex_iterator(header.begin(), header.end(), each);
         it != std::sregex_iterator(); ++it) {
        const auto text = (*it)[1].str();
        INFO(text);
        CHECK(std::regex_match(text, std::regex("[0-9a-f]{32}")));
        CHECK(ids.insert(text).second);
        CHECK_THAT(documentation, ContainsSubstring("`" + text + "`"));
    }
    CHECK(ids.size() >= 12);
}
