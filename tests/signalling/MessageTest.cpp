// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "signalling/Json.hpp"
#include "signalling/Message.hpp"

using namespace vitrine::signalling;

namespace {

template <typename Expected>
Expected parsed(const std::string& text) {
    const auto message = parseClientMessage(text);
    if (!message)
        FAIL(message.error().message);
    REQUIRE(std::holds_alternative<Expected>(message.value()));
    return std::get<Expected>(message.value());
}

} // namespace

TEST_CASE("an answer is its SDP") {
    CHECK(parsed<Answer>(R"({"type":"answer","sdp":"v=0\r\n\u00e4"})").sdp == "v=0\r\nä");
    CHECK(parsed<Answer>(R"( { "sdp" : "" , "more":[{}], "type":"answer"} )").sdp.empty());
    // Of a key that is there twice, one counts.
    const auto sdp = parsed<Answer>(R"({"type":"answer","sdp":"a","sdp":"b"})").sdp;
    CHECK((sdp == "a" || sdp == "b"));
}

TEST_CASE("a candidate has a text and the number of its m-line") {
    const auto full = parsed<Candidate>(
        R"({"type":"candidate","candidate":"candidate:1","sdpMLineIndex":2,"sdpMid":"x"})");
    CHECK(full.candidate == "candidate:1");
    CHECK(full.sdpMLineIndex == 2);
    CHECK(parsed<Candidate>(R"({"type":"candidate","candidate":"a","sdpMLineIndex":null})")
              .sdpMLineIndex == 0);
    CHECK(parsed<Candidate>(R"({"type":"candidate","candidate":""})").candidate.empty());
    CHECK(parsed<Candidate>(R"({"type":"candidate","candidate":null})").candidate.empty());
}

TEST_CASE("a report keeps what it knows") {
    const auto report = parsed<Report>(
        R"({"type":"report","framesDecoded":300,"framesDropped":0,"freezeCount":1,"pliCount":2,)"
        R"("jitterBufferMs":3.5,"decodeMs":1e0,"rttMs":null,"bitrateKbit":1500,"width":640,)"
        R"("height":480,"somethingNew":"x"})");
    CHECK(report.framesDecoded == 300.0);
    CHECK(report.framesDropped == 0.0);
    CHECK(report.freezeCount == 1.0);
    CHECK(report.pliCount == 2.0);
    CHECK(report.jitterBufferMs == 3.5);
    CHECK(report.decodeMs == 1.0);
    CHECK_FALSE(report.rttMs);
    CHECK(report.bitrateKbit == 1500.0);
    CHECK(report.width == 640.0);
    CHECK(report.height == 480.0);
    CHECK_FALSE(parsed<Report>(R"({"type":"report"})").width);
}

TEST_CASE("a page tells what it sees of a way that fails") {
    const auto checks = parsed<Checks>(
        R"({"type":"checks","playable":false,"h264":false,"host":"cams.example.org",)"
        R"("reachedAtHost":true,"answered":4,"turnRefused":true,"more":1})");
    CHECK_FALSE(checks.playable);
    CHECK_FALSE(checks.h264);
    CHECK(checks.host == "cams.example.org");
    CHECK(checks.reachedAtHost);
    CHECK(checks.answered == 4);
    CHECK(checks.turnRefused);
    CHECK(parsed<Checks>(R"({"type":"checks"})").playable);
    CHECK(parsed<Checks>(R"({"type":"checks","host":"2001:db8::1"})").host == "2001:db8::1");
    for (const auto* wrong : {R"("playable":1)", R"("host":"a b")", R"("host":7)", R"("host":"\n")",
                              R"("answered":"many")", R"("turnRefused":"no")"}) {
        const auto message = parseClientMessage(R"({"type":"checks",)" + std::string{wrong} + '}');
        REQUIRE_FALSE(message);
        CHECK(message.error().code == "bad-message");
    }
}

TEST_CASE("a report may tell of the latency") {
    const auto report = parsed<Report>(
        R"({"type":"report","latencyMs":38.5,"latencyP50Ms":1,"latencyP95Ms":2,"latencyP99Ms":3,)"
        R"("clockErrorMs":0.25,"networkMs":4,"waitMs":5,"displayMs":6,"packetsLost":7})");
    CHECK(report.latencyMs == 38.5);
    CHECK(report.latencyP50Ms == 1.0);
    CHECK(report.latencyP95Ms == 2.0);
    CHECK(report.latencyP99Ms == 3.0);
    CHECK(report.clockErrorMs == 0.25);
    CHECK(report.networkMs == 4.0);
    CHECK(report.waitMs == 5.0);
    CHECK(report.displayMs == 6.0);
    CHECK(report.packetsLost == 7.0);
}

TEST_CASE("ping, playout and resync") {
    CHECK(parsed<Ping>(R"({"type":"ping","id":4294967295})").id == 4294967295);
    CHECK(parsed<Playout>(R"({"type":"playout","mode":"instant"})").mode == Playout::Mode::Instant);
    CHECK(parsed<Playout>(R"({"type":"playout","mode":"balanced"})").mode ==
          Playout::Mode::Balanced);
    CHECK(parsed<Playout>(R"({"type":"playout","mode":"smooth"})").mode == Playout::Mode::Smooth);
    parsed<Resync>(R"({"type":"resync"})");
}

TEST_CASE("subscribe, bye and what is not known yet") {
    CHECK(parsed<Subscribe>(R"({"type":"subscribe"})").topics == std::vector<std::string>{"stats"});
    CHECK(parsed<Subscribe>(R"({"type":"subscribe","topics":["a","b"]})").topics ==
          std::vector<std::string>{"a", "b"});
    CHECK(parsed<Subscribe>(R"({"type":"subscribe","topics":[]})").topics.empty());
    parsed<Bye>(R"({"type":"bye"})");
    CHECK(parsed<Unknown>(R"({"type":"Answer","sdp":1})").type == "Answer");
    CHECK(parsed<Unknown>(R"({"type":""})").type.empty());
}

TEST_CASE("wrong fields are named, with what is wrong and what would be right") {
    struct Row {
        const char* given;
        const char* says;
    };
    for (const auto& row : std::vector<Row>{
             {R"({})", "there is no \"type\"; it must be a string"},
             {R"({"type":1})", "\"type\" is a number; it must be a string"},
             {R"({"type":null})", "\"type\" is null; it must be a string"},
             {R"({"type":"answer"})", "there is no \"sdp\"; it must be a string"},
             {R"({"type":"answer","sdp":1.5})", "\"sdp\" is a number; it must be a string"},
             {R"({"type":"answer","sdp":true})", "\"sdp\" is true or false; it must be a string"},
             {R"({"type":"answer","sdp":{}})", "\"sdp\" is an object; it must be a string"},
             {R"({"type":"answer","sdp":[]})", "\"sdp\" is an array; it must be a string"},
             {R"({"type":"candidate"})", "there is no \"candidate\""},
             {R"({"type":"candidate","candidate":{"candidate":""}})", "\"candidate\" is an object"},
             {R"({"type":"candidate","candidate":"","sdpMLineIndex":"0"})",
              "\"sdpMLineIndex\" is a string; it must be a whole number"},
             {R"({"type":"candidate","candidate":"","sdpMLineIndex":0.5})",
              "\"sdpMLineIndex\" is a number; it must be a whole number"},
             {R"({"type":"candidate","candidate":"","sdpMLineIndex":-1})",
              "\"sdpMLineIndex\" is -1; it must be 0 to 255"},
             {R"({"type":"report","width":"640"})", "\"width\" is a string; it must be a number"},
             {R"({"type":"report","rttMs":-1})", "\"rttMs\" is negative"},
             {R"({"type":"report","rttMs":-0.5})", "\"rttMs\" is negative"},
             {R"({"type":"report","decodeMs":true})", "\"decodeMs\" is true or false"},
             {R"({"type":"report","latencyMs":-1})", "\"latencyMs\" is negative"},
             {R"({"type":"ping"})", "there is no \"id\"; it must be a whole number"},
             {R"({"type":"ping","id":1.5})", "\"id\" is a number; it must be a whole number"},
             {R"({"type":"ping","id":-1})", "\"id\" is -1; it must be a whole number"},
             {R"({"type":"ping","id":4294967296})", "\"id\" is 4294967296"},
             {R"({"type":"playout"})", "there is no \"mode\""},
             {R"({"type":"playout","mode":"fast"})",
              "it must be \"instant\", \"balanced\" or \"smooth\""},
             {R"({"type":"subscribe","topics":"stats"})", "it must be an array of strings"},
             {R"({"type":"subscribe","topics":["a",1]})", "\"topics[1]\" is a number"},
             {R"({"type":"subscribe","topics":[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]})",
              "more than 16"},
         }) {
        INFO(row.given);
        const auto message = parseClientMessage(row.given);
        REQUIRE_FALSE(message);
        CHECK(message.error().code == "bad-message");
        CHECK_THAT(message.error().message, ContainsSubstring(row.says));
    }
}

TEST_CASE("what is not one JSON object is refused") {
    for (const std::string text : {"",
                                   " ",
                                   "null",
                                   "1",
                                   "\"a\"",
                                   "[]",
                                   "[{\"type\":\"bye\"}]",
                                   "{",
                                   "}",
                                   "{\"type\"",
                                   "{\"type\":}",
                                   "{\"type\":\"bye\"}{}",
                                   "{\"type\":\"bye\"",
                                   "{\"type\":\"bye]",
                                   "{'type':'bye'}",
                                   "{type:\"bye\"}",
                                   "{\"type\":\"bye\"]",
                                   "/* c */{\"type\":\"bye\"}",
                                   "{\"type\":\"bye\"} // c",
                                   "{\"type\":\"b\ny\"}",
                                   "{\"type\":\"b\\",
                                   "{\"type\":\"\xff\"}",
                                   "\xef\xbb\xbf{\"type\":\"bye\"}",
                                   "hello",
                                   "{\"type\":NaN}"}) {
        INFO(text);
        const auto message = parseClientMessage(text);
        REQUIRE_FALSE(message);
        CHECK(message.error().code == "malformed-json");
        CHECK_FALSE(message.error().message.empty());
    }
    CHECK_FALSE(parseClientMessage({}));
    CHECK_FALSE(parseClientMessage(std::string{"{\"type\":\"bye\"}\0", 15}));
}

TEST_CASE("64 KiB are read, one byte more is not") {
    const std::string start = R"({"type":"answer","sdp":")";
    const auto message = [&](std::size_t size) {
        return start + std::string(size - start.size() - 2, 'a') + "\"}";
    };
    CHECK(parsed<Answer>(message(kMaxMessageBytes)).sdp.size() == kMaxMessageBytes - 26);
    const auto refused = parseClientMessage(message(kMaxMessageBytes + 1));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == "message-too-long");
    CHECK_THAT(refused.error().message, ContainsSubstring("65537 bytes; at most 65536"));
}

TEST_CASE("deep nesting ends before the parser sees it, in strings it does not count") {
    const auto nested = [](std::size_t depth) {
        return R"({"type":"bye","x":)" + std::string(depth, '[') + std::string(depth, ']') + '}';
    };
    parsed<Bye>(nested(kMaxJsonDepth - 1));
    for (const auto& text : {nested(kMaxJsonDepth), nested(30000), std::string(60000, '['),
                             "{\"a\":/*\"*/" + std::string(60000, '[')}) {
        const auto message = parseClientMessage(text);
        REQUIRE_FALSE(message);
        CHECK(message.error().code == "malformed-json");
    }
    CHECK_THAT(parseClientMessage(nested(17)).error().message, ContainsSubstring("16 levels"));
    parsed<Bye>(R"({"type":"bye","x":")" + std::string(100, '[') + "\\\"" + "[\"}");
}

TEST_CASE("half of a surrogate pair is no text, a whole one is") {
    CHECK_FALSE(parseClientMessage(R"({"type":"answer","sdp":"\ud83d"})"));
    CHECK(parsed<Answer>(R"({"type":"answer","sdp":"\ud83d\ude00"})").sdp == "😀");
}

TEST_CASE("the server's messages") {
    CHECK(makeOffer("v=0\r\ns=-\r\n", "0a") ==
          R"({"type":"offer","sdp":"v=0\r\ns=-\r\n","session":"0a"})");
    CHECK(makeOffer("v=0", "0a",
                    {{{"stun:a:1"}, "", ""}, {{"turn:b:2", "turns:b:3"}, "7:x", "p="}}) ==
          R"({"type":"offer","sdp":"v=0","session":"0a","iceServers":[{"urls":["stun:a:1"]},)"
          R"({"urls":["turn:b:2","turns:b:3"],"username":"7:x","credential":"p="}]})");
    CHECK(makeNotice("slow", "so") == R"({"type":"notice","code":"slow","message":"so"})");
    CHECK(makeCandidate("candidate:1", 0) ==
          R"({"type":"candidate","candidate":"candidate:1","sdpMLineIndex":0})");
    CHECK(makeState("offline", "no \"signal\"") ==
          R"({"type":"state","camera":"offline","reason":"no \"signal\""})");
    CHECK(
        makeState("offline", "unplugged", "2026-01-02T03:04:05Z") ==
        R"({"type":"state","camera":"offline","reason":"unplugged","lastPicture":"2026-01-02T03:04:05Z"})");
    CHECK(makeError("bad-sdp", "a\\b") == R"({"type":"error","code":"bad-sdp","message":"a\\b"})");
    CHECK(makePong(7, 4294967295) == R"({"type":"pong","id":7,"rtpTimestamp":4294967295})");
    CHECK(
        makeStats({80, 1.25, {}, 3, 1, "smooth"}) ==
        R"({"type":"stats","cameraMs":80.000,"encodeMs":1.250,"playout":"smooth","framesSent":3,"framesDropped":1})");
    CHECK(makeBye("") == R"({"type":"bye","reason":""})");
    CHECK(makeFinalBye("so") == R"({"type":"bye","reason":"so","final":true})");
}

TEST_CASE("any text becomes a JSON string that reads back") {
    CHECK(jsonString("\xff"
                     "a\xc3") == "\"\xef\xbf\xbd"
                                 "a\xef\xbf\xbd\"");
    CHECK(jsonString("ä\t\x1f\x7f") == "\"ä\\u0009\\u001f\\u007f\"");
    std::string all;
    for (int c = 1; c < 128; ++c)
        all += static_cast<char>(c);
    CHECK(parsed<Answer>("{\"type\":\"answer\",\"sdp\":" + jsonString(all) + '}').sdp == all);
    CHECK(jsonString({}) == "\"\"");
    CHECK(jsonFault(jsonString(std::string{"a\0b", 3})).empty());
}
