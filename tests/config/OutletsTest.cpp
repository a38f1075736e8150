// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// [publish], [publish NAME] and [forward NAME].
#include "support/catch.hpp"

#include "Parsed.hpp"
#include "config/Shown.hpp"

#include <string>
#include <vector>

using namespace vitrine::config;
using vitrine::test::messageOf;
using vitrine::test::parsed;

namespace {

const std::string kWithCamera = "[camera a]\nsource = test:\n";

} // namespace

TEST_CASE("what is published and forwarded reaches its fields") {
    const auto config = parsed("[publish]\nviewers-above = 50\n"
                               "watch-url = https://sfu.example.org/{camera}/watch?x=1\n"
                               "[publish sfu-1]\ncamera = a\nurl = https://sfu.example.org/whip/k\n"
                               "token = a.b-c~d+e/f==\n"
                               "[publish two]\nurl = http://[2001:db8::1]:8080\ncamera = a\n"
                               "[forward janus]\ncamera = a\nrtp = [::1]:5004\n" +
                               kWithCamera);
    const std::vector<Publish> publishes{
        {"sfu-1", "a", "https://sfu.example.org/whip/k", "a.b-c~d+e/f=="},
        {"two", "a", "http://[2001:db8::1]:8080", ""}};
    CHECK(config.publishes == publishes);
    CHECK(config.elsewhere == Elsewhere{50U, "https://sfu.example.org/{camera}/watch?x=1"});
    CHECK(config.forwards == std::vector<Forward>{{"janus", "a", "::1", 5004}});
    CHECK(parsed(kWithCamera).publishes.empty());
}

TEST_CASE("a later group of the same name overrides, and empty values take back") {
    const auto config =
        parsed(kWithCamera + "[publish p]\ncamera = a\nurl = https://one\ntoken = t\n"
                             "[publish]\nviewers-above = 1\nwatch-url = https://w\n");
    CHECK(config.publishes.at(0).url == "https://one");
    const auto cleared =
        parsed(kWithCamera + "[publish p]\ncamera = a\nurl = https://one\ntoken =\n"
                             "[publish]\nviewers-above =\nwatch-url =\n");
    CHECK(cleared.publishes.at(0).token.empty());
    CHECK(cleared.elsewhere == Elsewhere{});
}

TEST_CASE("what is wrong with an outlet is told with its place and what is allowed") {
    struct Row {
        std::string text;
        std::string message;
    };
    const std::vector<Row> rows{
        {"[publish p]\ncamera = b\nurl = https://h\n",
         "x.conf:4: [publish p] camera = b: there is no [camera b]; allowed: the ID of a"},
        {"[publish p]\nurl = https://h\n", "x.conf:3: [publish p] has no camera"},
        {"[publish p]\ncamera = a\n", "x.conf:3: [publish p] has no url"},
        {"[forward f]\ncamera = a\n", "x.conf:3: [forward f] has no rtp"},
        {"[publish P]\ncamera = a\nurl = https://h\n", "x.conf:3: [publish P] the name is not one"},
        {"[forward]\ncamera = a\n", "x.conf:3: [forward] needs a name, as in [forward sfu]"},
        {"[publsh p]\n", "did you mean [publish"},
        {"[publish p]\nurll = x\n", "unknown key \"urll\"; did you mean \"url\"?; allowed: camera, "
                                    "token, url"},
        {"[publish]\nviewers-above = 3\n",
         "x.conf:4: [publish] viewers-above is set without watch-url"},
        {"[publish]\nwatch-url = https://h\n",
         "x.conf:4: [publish] watch-url is set without viewers-above"},
        {"[publish]\nviewers-above = 3\nwatch-url = https://h\n",
         "x.conf:5: [publish] watch-url is for cameras that are published, and none is"},
        {"[publish]\nviewers-above = many\n",
         "viewers-above = many: not a whole number; allowed: 0"},
        {"[publish]\nwatch-url = sfu/{camera}\n", "does not begin with https:// or http://"},
        {"[publish]\nwatch-url = https://h/{id}\n", "a character that a URL does not have"},
        {"[forward f]\nrtp = 127.0.0.1\n", "rtp = 127.0.0.1: the port is missing"},
        {"[forward f]\nrtp = h:0\n", "not a number from 1 to 65535"},
    };
    for (const auto& [text, message] : rows) {
        INFO(text);
        CHECK_THAT(messageOf(kWithCamera + text), ContainsSubstring(message));
    }
}

TEST_CASE("no message, and no description, shows a token or the path of a publish's URL") {
    for (const std::string text :
         {"[publish p]\ntoken = very secret\n", "[publish p]\nurl = htps://h/secret\n",
          "[publish p]\nurl = https://u:secret@h/\n", "[publish p]\nurl = https://h/secret x\n",
          "[publish p]\ntokn = secret\n", "[publish p]\nurl = https://h/#secret\n"}) {
        INFO(text);
        CHECK(messageOf(kWithCamera + text).find("secret") == std::string::npos);
    }
    const auto text = describe(parsed(kWithCamera + "[publish p]\ncamera = a\ntoken = secret\n"
                                                    "url = https://h:8443/whip/secret?key=secret\n"
                                                    "[forward f]\ncamera = a\nrtp = h:5004\n"));
    CHECK(text.find("secret") == std::string::npos);
    CHECK_THAT(text, ContainsSubstring("publish p: a by WHIP to https://h:8443/…"));
    CHECK_THAT(text, ContainsSubstring("forward f: a by RTP to h:5004"));
    CHECK(shownEndpoint("https://h/") == "https://h");
    CHECK(shownEndpoint("rubbish") == "…");
}
