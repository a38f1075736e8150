// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "tools/loadviewer/JanusMessage.hpp"
#include "tools/loadviewer/Json.hpp"

using namespace vitrine::loadviewer;

namespace {

template <typename Kind>
Kind parsedAs(std::string_view text) {
    const auto message = janus::parse(text);
    REQUIRE(std::holds_alternative<Kind>(message));
    return std::get<Kind>(message);
}

} // namespace

TEST_CASE("a new session's or handle's id is read whole") {
    // Janus' ids have up to 53 bits.
    const auto success = parsedAs<janus::Success>(
        R"({"janus": "success", "transaction": "create", "data": {"id": 9007199254740991}})");
    CHECK(success.transaction == janus::kCreate);
    CHECK(success.id == 9007199254740991U);
}

TEST_CASE("an event with an offer is the offer") {
    const auto offer = parsedAs<janus::Offer>(
        R"({"janus": "event", "sender": 2, "plugindata": {"plugin": "janus.plugin.streaming",
            "data": {"streaming": "event", "result": {"status": "preparing"}}},
            "jsep": {"type": "offer", "sdp": "v=0\r\n"}})");
    CHECK(offer.sdp == "v=0\r\n");
}

TEST_CASE("what goes wrong at Janus is told in its words") {
    CHECK(parsedAs<janus::Failure>(
              R"({"janus": "error", "error": {"code": 458, "reason": "No such session"}})")
              .reason == "Janus said error 458: No such session");
    CHECK(parsedAs<janus::Failure>(
              R"({"janus": "event", "plugindata": {"data": {"error_code": 455,
                  "error": "No such mountpoint"}}})")
              .reason == "the streaming plugin said: No such mountpoint");
    CHECK(parsedAs<janus::Failure>(R"({"janus": "hangup", "reason": "DTLS alert"})").reason ==
          "Janus hung up: DTLS alert");
    parsedAs<janus::Failure>(R"({"janus": "timeout", "session_id": 1})");
}

TEST_CASE("a trickled candidate is read, its end is empty") {
    CHECK(parsedAs<janus::Candidate>(
              R"({"janus": "trickle", "candidate": {"candidate": "candidate:1", "sdpMid": "v"}})")
              .candidate == "candidate:1");
    CHECK(parsedAs<janus::Candidate>(R"({"janus": "trickle", "candidate": {"completed": true}})")
              .candidate.empty());
}

TEST_CASE("what is of no use is nothing") {
    for (const auto* text : {"", "null", "[]", "{", "{}", R"({"janus": 1})", R"({"janus": "ack"})",
                             R"({"janus": "webrtcup"})", R"({"janus": "event"})",
                             R"({"janus": "event", "jsep": "offer", "plugindata": []})",
                             R"({"janus": "event", "jsep": {"type": "answer", "sdp": "v=0"}})"})
        CHECK(std::holds_alternative<janus::Nothing>(janus::parse(text)));
    CHECK(parsedAs<janus::Success>(R"({"janus": "success", "data": {"id": "7"}})").id == 0);
}

TEST_CASE("a request carries its session, its handle and its matter") {
    const JsonObjectText watch(janus::watch({3, 4}, 1));
    REQUIRE(watch.root());
    CHECK(textIn(watch.root(), "janus") == "message");
    CHECK_FALSE(textIn(watch.root(), "transaction").empty());
    CHECK(numberIn(watch.root(), "session_id") == 3);
    CHECK(numberIn(watch.root(), "handle_id") == 4);
    CHECK(textIn(objectIn(watch.root(), "body"), "request") == "watch");
    CHECK(numberIn(objectIn(watch.root(), "body"), "id") == 1);

    const JsonObjectText start(janus::start({3, 4}, "v=0\r\n"));
    CHECK(textIn(objectIn(start.root(), "body"), "request") == "start");
    CHECK(textIn(objectIn(start.root(), "jsep"), "type") == "answer");
    CHECK(textIn(objectIn(start.root(), "jsep"), "sdp") == "v=0\r\n");

    const JsonObjectText create(janus::create());
    CHECK(textIn(create.root(), "janus") == "create");
    CHECK(textIn(create.root(), "transaction") == janus::kCreate);
    const JsonObjectText attach(janus::attach(3));
    CHECK(textIn(attach.root(), "transaction") == janus::kAttach);
    CHECK(textIn(attach.root(), "plugin") == "janus.plugin.streaming");
    const JsonObjectText trickle(janus::trickle({3, 4}, "candidate:1"));
    CHECK(textIn(objectIn(trickle.root(), "candidate"), "candidate") == "candidate:1");
}
