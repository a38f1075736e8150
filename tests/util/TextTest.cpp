// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "util/Text.hpp"

using namespace vitrine::util;

TEST_CASE("split drops blanks and empty parts") {
    CHECK(split(" a ; b;;c ", ';') == std::vector<std::string>{"a", "b", "c"});
    CHECK(split("", ';').empty());
    CHECK(split(";", ';').empty());
}

TEST_CASE("the nearest word is a likely slip, not just the least bad one") {
    const std::vector<std::string> words{"framerate", "width", "height"};
    CHECK(nearestWord("frame-rate", words) == "framerate");
    CHECK(nearestWord("widht", words) == "width");
    CHECK(nearestWord("colour", words).empty());
    CHECK(nearestWord("", words).empty());
}

TEST_CASE("shorten cuts between characters") {
    CHECK(shorten("abc", 3) == "abc");
    CHECK(shorten("abcd", 3) == "abc…");
    CHECK(shorten("aäb", 2) == "a…");
}
