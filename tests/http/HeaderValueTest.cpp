// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "http/HeaderValue.hpp"
#include "support/catch.hpp"

using vitrine::http::acceptsType;
using vitrine::http::matchesTag;

TEST_CASE("a media type is accepted by its name, its group, or with all") {
    for (const auto* accept : {"application/sdp", "application/*", "*/*",
                               "text/html, application/sdp;q=0.5", " */* ;q=1"})
        CHECK(acceptsType(accept, "application/sdp"));
    for (const auto* accept :
         {"", ",", "text/html", "application/sdp;q=0", "*/*;q=0", "application"})
        CHECK_FALSE(acceptsType(accept, "application/sdp"));
}

TEST_CASE("a tag matches itself in a list, in quotes") {
    CHECK(matchesTag("\"a\"", "a"));
    CHECK(matchesTag("\"b\", \"a\"", "a"));
    CHECK(matchesTag("*", "a"));
    for (const auto* list : {"", "a", "\"b\"", "W/\"a\"", "\"a", ","})
        CHECK_FALSE(matchesTag(list, "a"));
}
