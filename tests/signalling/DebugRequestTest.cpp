// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "signalling/DebugRequest.hpp"

using namespace vitrine::signalling;

TEST_CASE("a request for debug lines is its threshold, and nothing else") {
    const auto read = parseDebugRequest(R"({"threshold":"vitrine*:6"})");
    REQUIRE(read);
    CHECK(read.value().threshold == "vitrine*:6");
    for (const char* text :
         {"", "{}", "[]", "null", R"("threshold")", R"({"threshold":5})", R"({"threshold":null})",
          R"({"treshold":"5"})", R"({"threshold":"5","more":1})", R"({"threshold":"\ud800"})",
          R"({"threshold":"5"} x)", "{'threshold':'5'}"}) {
        const auto wrong = parseDebugRequest(text);
        INFO(text);
        REQUIRE_FALSE(wrong);
        CHECK(wrong.error().message.find("as GST_DEBUG has it") != std::string::npos);
    }
    CHECK_FALSE(parseDebugRequest("{\"threshold\":\"" + std::string(9000, 'a') + "\"}"));
}
