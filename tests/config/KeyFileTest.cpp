// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "config/KeyFile.hpp"

#include <glib.h>

#include <memory>
#include <string>

using vitrine::config::kMaxTextSize;
using vitrine::config::readKeyFile;

namespace {

std::string problemOf(std::string_view text) {
    const auto file = readKeyFile(text);
    REQUIRE(file.problems.size() == 1);
    return std::to_string(file.problems[0].line) + ": " + file.problems[0].text;
}

} // namespace

TEST_CASE("groups, keys, comments, blanks and line ends are read") {
    const auto file = readKeyFile("\xEF\xBB\xBF# a comment\r\n\r\n[server]\r\nlisten=  a b \r\n"
                                  "  # another\n\n[ camera   front ]\n  title = =x#y\nsource=");
    REQUIRE(file.problems.empty());
    REQUIRE(file.groups.size() == 2);
    CHECK(file.groups[0].name == "server");
    CHECK(file.groups[0].line == 3);
    REQUIRE(file.groups[0].entries.size() == 1);
    CHECK(file.groups[0].entries[0].key == "listen");
    CHECK(file.groups[0].entries[0].value == "a b");
    CHECK(file.groups[0].entries[0].line == 4);
    CHECK(file.groups[1].name == "camera front");
    REQUIRE(file.groups[1].entries.size() == 2);
    CHECK(file.groups[1].entries[0].value == "=x#y");
    CHECK(file.groups[1].entries[1].value.empty());
    CHECK(file.groups[1].entries[1].line == 9);
}

TEST_CASE("values are what GLib reads from the same text") {
    const std::string text =
        "[a]\nplain = x y  z\nescaped = \\sx\\\\y\\tz\\n\\r\\s\nutf8 = Tür → 庭\n"
        "semi = a;b\nhash = a # b\nquoted = \"a\"\nempty =\n";
    const std::unique_ptr<GKeyFile, decltype(&g_key_file_free)> glib{g_key_file_new(),
                                                                     g_key_file_free};
    REQUIRE(
        g_key_file_load_from_data(glib.get(), text.data(), text.size(), G_KEY_FILE_NONE, nullptr));
    const auto file = readKeyFile(text);
    REQUIRE(file.problems.empty());
    REQUIRE(file.groups.at(0).entries.size() == 7);
    for (const auto& entry : file.groups[0].entries) {
        const std::unique_ptr<char, decltype(&g_free)> value{
            g_key_file_get_string(glib.get(), "a", entry.key.c_str(), nullptr), g_free};
        REQUIRE(value);
        CHECK(entry.value == value.get());
    }
}

TEST_CASE("each way in which a text is no key file has its line and its words") {
    CHECK_THAT(problemOf("[a]\nx = 1\n\n[b]\n[a]\n"),
               ContainsSubstring("5: the group [a] stands twice") && ContainsSubstring("line 1"));
    CHECK_THAT(problemOf("[a]\nx = 1\ny = 2\nx = 3\n"),
               ContainsSubstring("4: [a] the key \"x\" stands twice") &&
                   ContainsSubstring("line 2"));
    CHECK_THAT(problemOf("x = 1\n"), ContainsSubstring("1: the key \"x\" stands before"));
    CHECK_THAT(problemOf("[a]\nhello\n"), ContainsSubstring("2: this line is not a comment"));
    CHECK_THAT(problemOf("[a]\n= 1\n"), ContainsSubstring("2: there is no key"));
    CHECK_THAT(problemOf("[a\nx = 1\n"), ContainsSubstring("1: this line opens a group"));
    CHECK_THAT(problemOf("[a] # b\n"), ContainsSubstring("a comment needs a line of its own"));
    CHECK_THAT(problemOf("[ ]\n"), ContainsSubstring("1: the group has no name"));
    CHECK_THAT(problemOf("[a]\nx = \\d\n"),
               ContainsSubstring("2: [a] x: a backslash") && ContainsSubstring("allowed: \\s"));
    CHECK_THAT(problemOf("[a]\nx = 1\\\n"), ContainsSubstring("a backslash"));
    CHECK_THAT(problemOf("[a]\nx = \xFF\n"), ContainsSubstring("2: is not UTF-8"));
    CHECK_THAT(problemOf(std::string_view{"[a]\n\nx = a\0b", 12}),
               ContainsSubstring("3: holds a NUL byte"));
    CHECK_THAT(problemOf(std::string(kMaxTextSize + 1, '#')),
               ContainsSubstring("0: is larger than 1 MiB"));
    CHECK(readKeyFile(std::string(kMaxTextSize, '#')).problems.empty());
}

TEST_CASE("the keys below a broken group do not fall to the group above it") {
    const auto file = readKeyFile("[a]\nx = 1\n[b\nx = 2\n");
    REQUIRE(file.groups.size() == 1);
    CHECK(file.groups[0].entries.size() == 1);
    CHECK(file.problems.size() == 1);
}

TEST_CASE("a text of nothing but problems is given up in time") {
    std::string text;
    while (text.size() + 2 <= kMaxTextSize)
        text += "x\n";
    CHECK(readKeyFile(text).problems.size() == 1000);
}
