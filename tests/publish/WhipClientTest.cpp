// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// The WHIP client against a server that answers whatever it likes.
#include "publish/WhipClient.hpp"
#include "FakeServer.hpp"
#include "support/MainLoopRunner.hpp"
#include "support/catch.hpp"

#include <optional>

using namespace vitrine;
using publish::WhipClient;
using test::FakeServer;
using test::runUntil;
using Answer = FakeServer::Answer;

namespace {

const std::string kSdp = "application/sdp";
const std::string kToken = "very-secret-token";

Answer created(std::vector<std::pair<std::string, std::string>> headers) {
    return {201, kSdp, "v=0 the answer", std::move(headers)};
}

/// A client and what became of its offer.
struct Offered {
    std::optional<WhipClient::Accepted> accepted;
    std::optional<WhipClient::Refused> refused;
    publish::HttpClient http;
    std::shared_ptr<publish::Farewells> farewells = std::make_shared<publish::Farewells>(http);
    std::optional<WhipClient> client;

    explicit Offered(const std::string& url, const std::string& token = kToken,
                     std::chrono::milliseconds deadline = publish::HttpClient::kDeadline)
        : http(deadline) {
        offer(url, token);
    }

    void offer(const std::string& url, const std::string& token = kToken) {
        accepted.reset();
        refused.reset();
        client.emplace(http, farewells, url, token,
                       WhipClient::Events{[this](const auto& all) { accepted = all; },
                                          [this](const auto& why) {
                                              refused = why;
                                          }});
        client->offer("v=0 the offer");
        REQUIRE(runUntil([this] { return accepted || refused; }));
    }

    /// Ends it and waits until the server was told what it is told.
    void end() {
        client.reset();
        REQUIRE(runUntil([this] { return http.pending() == 0; }));
    }
};

/// What comes of an offer that is answered so.
WhipClient::Refused refusalOf(const Answer& answer) {
    FakeServer server([&](const auto&) { return answer; });
    Offered offered(server.url("/whip"));
    REQUIRE(offered.refused);
    CHECK(offered.refused->why.find(kToken) == std::string::npos);
    CHECK(offered.refused->why.find("/whip") == std::string::npos); // it may hold a stream's key
    offered.end();
    return *offered.refused;
}

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("an offer is posted with the token, and its session patched and deleted") {
    FakeServer server([](const FakeServer::Asked& asked) {
        if (asked.method == "POST")
            return created({{"Location", "../sessions/7?key=1"},
                            {"ETag", "\"tag\""},
                            {"Link", "<stun:stun.example.org>; rel=\"ice-server\""}});
        return Answer{asked.method == "PATCH" ? 204U : 200U, "", "", {}};
    });
    Offered offered(server.url("/whip/in"));
    REQUIRE(offered.accepted);
    CHECK(offered.accepted->answer == "v=0 the answer");
    CHECK(offered.accepted->iceServers == publish::IceServers{"stun://stun.example.org:3478", ""});
    offered.client->trickle("one");
    offered.client->trickle("two"); // one after the other
    REQUIRE(runUntil([&] { return server.asked().size() == 3; }));
    REQUIRE(runUntil([&] { return offered.http.pending() == 0; }));
    offered.end();

    const auto& asked = server.asked();
    REQUIRE(asked.size() == 4);
    CHECK(asked[0].method == "POST");
    CHECK(asked[0].path == "/whip/in");
    CHECK(asked[0].type == kSdp);
    CHECK(asked[0].body == "v=0 the offer");
    CHECK(asked[1].method == "PATCH");
    CHECK(asked[1].type == "application/trickle-ice-sdpfrag");
    CHECK(asked[1].ifMatch == "\"tag\"");
    CHECK(asked[1].body == "one");
    CHECK(asked[2].body == "two");
    CHECK(asked[3].method == "DELETE");
    for (const auto& each : asked)
        CHECK(each.authorization == "Bearer " + kToken);
    for (std::size_t i = 1; i < asked.size(); ++i)
        CHECK(asked[i].path == "/sessions/7");
}

TEST_CASE("without a token none is sent, and a server that takes no candidates gets no more") {
    FakeServer server([](const FakeServer::Asked& asked) {
        return asked.method == "POST" ? created({{"Location", "/s"}}) : Answer{405, "", "", {}};
    });
    Offered offered(server.url("/"), "");
    REQUIRE(offered.accepted);
    offered.client->trickle("one");
    offered.client->trickle("two");
    REQUIRE(runUntil([&] { return offered.http.pending() == 0; }));
    offered.end();
    REQUIRE(server.asked().size() == 3); // POST, PATCH, DELETE
    CHECK(server.asked()[2].method == "DELETE");
    CHECK(server.asked()[0].authorization.empty());
    CHECK(server.asked()[1].ifMatch.empty());
}

TEST_CASE("redirects that keep the method are followed, so many times") {
    for (const unsigned status : {307U, 308U}) {
        FakeServer server([&](const FakeServer::Asked& asked) {
            if (asked.path == "/first")
                return Answer{status, "", "", {{"Location", "/second?a=b"}}};
            return created({{"Location", "/s"}});
        });
        Offered offered(server.url("/first"));
        REQUIRE(offered.accepted);
        REQUIRE(server.asked().size() == 2);
        CHECK(server.asked()[1].method == "POST");
        CHECK(server.asked()[1].path == "/second");
        CHECK(server.asked()[1].body == "v=0 the offer");
        CHECK(server.asked()[1].authorization == "Bearer " + kToken);
        offered.end();
    }
    FakeServer endless([](const auto&) { return Answer{307, "", "", {{"Location", "/again"}}}; });
    Offered offered(endless.url("/"));
    REQUIRE(offered.refused);
    CHECK(has(offered.refused->why, "redirects again and again"));
    CHECK(endless.asked().size() == 1 + WhipClient::kMostRedirects);
    CHECK(has(refusalOf({307, "", "", {}}).why, "redirects to nowhere"));
    CHECK(has(refusalOf({307, "", "", {{"Location", "file:///etc/passwd"}}}).why, "to nowhere"));
    // A POST would become a GET.
    CHECK(has(refusalOf({302, "", "", {{"Location", "/"}}}).why, "answers 302"));
}

TEST_CASE("what a server refuses is told in words, and whether to come back") {
    const auto token = refusalOf({401, "text/plain", "no such key\nmore", {}});
    CHECK(has(token.why, "answers 401: no such key (is the token right?)"));
    CHECK(token.lasting);
    // A server that repeats the token does not bring it into the log.
    CHECK_FALSE(has(refusalOf({403, "text/plain", "bad " + kToken, {}}).why, "bad"));
    // Express calls a line of text HTML. With 403 the server's own words are better than a guess.
    const auto taken = refusalOf({403, "text/html", "Endpoint ID already in use", {}});
    CHECK(has(taken.why, "answers 403: Endpoint ID already in use"));
    CHECK_FALSE(has(taken.why, "token"));
    const auto page = refusalOf({403, "text/html", "<h1>Forbidden</h1>", {}});
    CHECK(has(page.why, "answers 403 (is the token right?)"));
    CHECK(has(refusalOf({404, "", "", {}}).why, "WHIP endpoint?"));
    CHECK(refusalOf({422, "", "", {}}).lasting);

    const auto busy = refusalOf({503, "", "", {{"Retry-After", "17"}}});
    CHECK(has(busy.why, "answers 503"));
    CHECK_FALSE(busy.lasting);
    CHECK(busy.retryAfter == std::chrono::seconds{17});
    CHECK_FALSE(refusalOf({500, "", "", {}}).retryAfter);
    CHECK_FALSE(refusalOf({429, "", "", {{"Retry-After", "x"}}}).lasting);
}

TEST_CASE("rubbish is no session") {
    CHECK(has(refusalOf({200, kSdp, "v=0", {}}).why, "answers 200"));
    CHECK(has(refusalOf({201, kSdp, "v=0", {}}).why, "without the Location"));
    CHECK(
        has(refusalOf({201, kSdp, "v=0", {{"Location", "mailto:a"}}}).why, "without the Location"));
    CHECK(has(refusalOf({201, "text/html", "<html>", {{"Location", "/s"}}}).why,
              "no application/sdp"));
    CHECK(has(refusalOf({201, kSdp, std::string(100000, 'x'), {{"Location", "/s"}}}).why,
              "more than 65536 bytes"));
    CHECK(has(refusalOf({201, kSdp, "v=0", {{"X-Long", std::string(200000, 'x')}}}).why,
              "cannot be reached"));
    CHECK(has(refusalOf({307, "", "", {{"Location", "http://"}}}).why, "redirects to nowhere"));
    CHECK(has(refusalOf({201, kSdp, "v=0", {{"Location", "http:///s"}}}).why, "without the Loc"));
}

TEST_CASE("an answer that does not come is not waited for") {
    using namespace std::chrono_literals;
    Answer never;
    never.never = true;
    FakeServer server([&](const auto&) { return never; });
    const Offered offered(server.url("/whip"), kToken, 100ms);
    REQUIRE(offered.refused);
    CHECK(has(offered.refused->why, "takes too long to answer"));
    CHECK_FALSE(offered.refused->lasting);
    CHECK(offered.http.pending() == 0);
}

TEST_CASE(
    "a server that could not be told of a session's end is told before it is offered another") {
    using namespace std::chrono_literals;
    bool deaf = true;
    FakeServer server([&](const FakeServer::Asked& asked) {
        if (asked.method == "POST")
            return created({{"Location", "/s"}});
        Answer answer;
        answer.status = 404;
        answer.never = deaf;
        return answer;
    });
    Offered offered(server.url("/whip"), kToken, 100ms);
    offered.end();
    // Still deaf: that is what the next attempt ends with.
    offered.offer(server.url("/whip"));
    REQUIRE(offered.refused);
    CHECK(has(offered.refused->why, "cannot be reached: it takes too long"));
    CHECK_FALSE(offered.refused->lasting);
    offered.end();

    deaf = false;
    offered.offer(server.url("/whip"));
    CHECK(offered.accepted);
    CHECK(offered.farewells->areHeard());
    std::string methods;
    for (const auto& asked : server.asked())
        methods += asked.method + ' ' + asked.path + ' ';
    CHECK(methods == "POST /whip DELETE /s DELETE /s DELETE /s POST /whip ");
    CHECK(server.asked()[3].authorization == "Bearer " + kToken);
    offered.end();
}

TEST_CASE("a server that is not there is told so") {
    const Offered nowhere("rubbish");
    REQUIRE(nowhere.refused);
    CHECK(has(nowhere.refused->why, "a URL that is none"));

    std::string url;
    {
        FakeServer server([](const auto&) { return Answer{}; });
        url = server.url("/whip");
    }
    Offered offered(url);
    REQUIRE(offered.refused);
    CHECK(has(offered.refused->why, "cannot be reached"));
    CHECK_FALSE(offered.refused->lasting);
}

TEST_CASE("a session that nobody waited for any more is ended") {
    FakeServer server([](const auto&) { return created({{"Location", "/s"}}); });
    publish::HttpClient http;
    {
        WhipClient client(http, std::make_shared<publish::Farewells>(http), server.url("/"), kToken,
                          {[](const auto&) { FAIL("nobody is there any more"); },
                           [](const auto&) {
                               FAIL("nobody is there any more");
                           }});
        client.offer("v=0");
    }
    CHECK(runUntil([&] { return http.pending() == 0; }));
    REQUIRE(server.asked().size() == 2);
    CHECK(server.asked()[1].method == "DELETE");
    CHECK(server.asked()[1].path == "/s");
    CHECK(server.asked()[1].authorization == "Bearer " + kToken);
}
