// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// What a stranger can do to the real server with a WebSocket, byte by byte.
#include "Peer.hpp"
#include "gst/DebugLog.hpp"
#include "gst/HouseTime.hpp"
#include "gst/Reaper.hpp"
#include "gst/Reapers.hpp"
#include "http/Routes.hpp"
#include "http/Server.hpp"
#include "metrics/HouseMetrics.hpp"
#include "publish/Outlets.hpp"
#include "signalling/BoundedSocket.hpp"
#include "support/Frames.hpp"
#include "support/MainLoopRunner.hpp"
#include "support/catch.hpp"

#include <memory>
#include <optional>
#include <string>

using namespace vitrine;
using signalling::kMaxMessageBytes;
using signalling::kMostIncoming;
using test::frame;
using test::Opcode;
using test::Peer;
using test::runUntil;

namespace {

// What the kernel may hold of one connection, both its ends together, beside what was read.
constexpr std::size_t kInTheKernel = 8UL << 20U;
constexpr std::size_t kEndless = 64UL << 20U;

// Everything from the sockets to the sessions; the camera is one that never comes.
struct House {
    gst::DebugLog debugLog;
    metrics::Registry registry;
    metrics::HouseMetrics metrics{registry};
    gst::HouseTime time;
    gst::Reaper reaper{"test-reaper"};
    gst::Reapers reapers{"test-camera-reaper", [] {
                         }};
    camera::Workers workers;
    fanout::Feeds feeds;
    viewer::Registry viewers{{}, {}};
    util::Readiness feedback{"test-feedback"};
    viewer::House house{time, reaper, feedback, {}, config::SendPath::Express};
    signalling::Sessions sessions{viewers, house};
    publish::Outlets outlets{feeds, viewers, house, registry};
    recording::Stills stills{time};
    recording::Recordings recordings{time, metrics, [] {
                                     }};
    access::Doorman doorman{{}};
    http::Routes routes{
        feeds, viewers, sessions, outlets, stills, recordings, registry, debugLog, doorman, [] {
            return http::ReloadReport{};
        }};
    http::Server server;

    House() {
        config::Camera camera;
        camera.id = "door";
        camera.source = "file:/nonexistent.mp4";
        feeds.add(camera, {time, reapers, workers}, metrics);
        routes.mount(server.get());
        config::Server settings;
        settings.listen = {{"127.0.0.1", 0}};
        server.listen(settings);
    }

    std::uint16_t port() const {
        auto* uri = g_uri_parse(server.urls().front().c_str(), G_URI_FLAGS_NONE, nullptr);
        const auto port = static_cast<std::uint16_t>(g_uri_get_port(uri));
        g_uri_unref(uri);
        return port;
    }
};

const std::string kUpgrade = "Connection: Upgrade\r\nUpgrade: websocket\r\n";
const std::string kKey = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
const std::string kVersion = "Sec-WebSocket-Version: 13\r\n";

std::string request(const std::string& headers, const std::string& camera = "door") {
    return "GET /cameras/" + camera + "/ws HTTP/1.1\r\nHost: door.example\r\n" + headers + "\r\n";
}

// The answer to a request, until its headers are whole.
std::string answerTo(const std::string& text) {
    House house;
    Peer peer(house.port());
    peer.push(text);
    REQUIRE(runUntil([&] {
        peer.pull();
        return peer.hears("\r\n\r\n");
    }));
    return peer.heard();
}

bool begins(const std::string& text, const std::string& with) {
    return text.compare(0, with.size(), with) == 0;
}

// A peer whose WebSocket is open and has heard of the camera.
struct Opened {
    House house;
    Peer peer{house.port()};

    Opened() {
        peer.push(request(kUpgrade + kKey + kVersion));
        REQUIRE(waitFor(R"("type":"state")"));
        peer.forget();
    }

    bool waitFor(const std::string& text) {
        return runUntil([&] {
            peer.pull();
            return peer.hears(text);
        });
    }

    bool waitForEnd() {
        return runUntil([&] {
            peer.pull();
            return peer.over() && house.sessions.count() == 0;
        });
    }

    // Sends all of it, however the connection takes it; false when it was cut before.
    bool send(const std::string& bytes) {
        std::size_t sent = 0;
        return runUntil([&] {
                   sent += peer.push(bytes.substr(sent));
                   return peer.over() || sent == bytes.size();
               }) &&
               sent == bytes.size();
    }

    // Sends it again and again, reading nothing, until the connection is cut; how much that was.
    std::size_t sendEndlessly(const std::string& bytes) {
        std::size_t sent = 0;
        const bool cut = runUntil([&] {
            sent += peer.push(bytes.substr(sent % bytes.size()));
            return peer.over() || sent > kEndless;
        });
        REQUIRE(cut);
        return sent;
    }
};

// What a close frame that the server sends begins with.
std::string closeFrame(unsigned code) {
    return {static_cast<char>(code >> 8U), static_cast<char>(code & 0xFFU)};
}

std::string message(std::size_t bytes) {
    const std::string head = R"({"type":"from-the-future","pad":")";
    const std::string tail = R"("})";
    return head + std::string(bytes - head.size() - tail.size(), 'x') + tail;
}

std::string inFragments(const std::string& text, std::size_t count) {
    std::string frames;
    const auto size = (text.size() + count - 1) / count;
    for (std::size_t at = 0; at < text.size(); at += size)
        frames += frame(at == 0 ? Opcode::Text : Opcode::Continuation, text.substr(at, size),
                        at + size >= text.size());
    return frames;
}

} // namespace

TEST_CASE("a good handshake is accepted with vitrine.v1 and with no subprotocol") {
    const auto plain = answerTo(request(kUpgrade + kKey + kVersion));
    CHECK(begins(plain, "HTTP/1.1 101 "));
    // RFC 6455, section 1.3, has this pair.
    CHECK(plain.find("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=") != std::string::npos);
    CHECK(plain.find("Sec-WebSocket-Protocol") == std::string::npos);

    const auto named = answerTo(request(kUpgrade + kKey + kVersion +
                                        "Sec-WebSocket-Protocol: other, vitrine.v1\r\n"
                                        "Sec-WebSocket-Extensions: permessage-deflate\r\n"));
    CHECK(begins(named, "HTTP/1.1 101 "));
    CHECK(named.find("Sec-WebSocket-Protocol: vitrine.v1\r\n") != std::string::npos);
    CHECK(named.find("Sec-WebSocket-Extensions") == std::string::npos);
}

TEST_CASE("what is no good handshake is refused before the upgrade, as a problem") {
    const auto good = kUpgrade + kKey + kVersion;
    const auto refused = [](const std::string& text, const std::string& status) {
        const auto answer = answerTo(text);
        INFO(answer);
        CHECK(begins(answer, "HTTP/1.1 " + status));
        CHECK(answer.find("Content-Type: application/problem+json") != std::string::npos);
    };
    refused(request(""), "400");
    refused(request(kUpgrade + kVersion), "400");
    refused(request(kUpgrade + kVersion + "Sec-WebSocket-Key: short\r\n"), "400");
    refused(request(kUpgrade + kKey + "Sec-WebSocket-Version: 8\r\n"), "400");
    refused(request(good + "Sec-WebSocket-Protocol: other\r\n"), "400");
    refused("POST /cameras/door/ws HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n" + good + "\r\n",
            "400");
    refused(request(good, "nowhere"), "404");
    refused(request(good + "Origin: http://other.example\r\n"), "403");
}

TEST_CASE("a message of 64 KiB in ten fragments is taken") {
    Opened socket;
    REQUIRE(socket.send(inFragments(message(kMaxMessageBytes), 10)));
    REQUIRE(socket.send(frame(Opcode::Ping, "still there?")));
    CHECK(socket.waitFor("still there?"));
    CHECK_FALSE(socket.peer.hears("error"));
    CHECK(socket.house.sessions.count() == 1);
}

TEST_CASE("a message of 64 KiB and a byte gets our error, then the close") {
    Opened socket;
    REQUIRE(socket.send(inFragments(message(kMaxMessageBytes + 1), 10)));
    CHECK(socket.waitFor(closeFrame(SOUP_WEBSOCKET_CLOSE_POLICY_VIOLATION) + "message-too-long"));
    CHECK(socket.peer.hears(R"("code":"message-too-long")"));
}

TEST_CASE("a frame that announces too much gets our error and is cut before it has come") {
    Opened socket;
    const auto whole = frame(Opcode::Text, message(kMostIncoming + 1));
    REQUIRE(socket.send(whole.substr(0, 14)));
    CHECK(socket.waitForEnd());
    CHECK(socket.peer.hears(R"("code":"message-too-long")"));
    CHECK(socket.peer.hears(closeFrame(SOUP_WEBSOCKET_CLOSE_TOO_BIG) + "message-too-long"));
}

TEST_CASE("endless continuation frames are cut off") {
    Opened socket;
    REQUIRE(socket.send(frame(Opcode::Text, "x", false)));
    const auto sent =
        socket.sendEndlessly(frame(Opcode::Continuation, std::string(1000, 'x'), false));
    CHECK(sent > kMostIncoming);
    CHECK(sent < kMostIncoming + kInTheKernel);
    CHECK(socket.waitForEnd());
}

TEST_CASE("five minutes of a ping every 100 ms do not end a session") {
    Opened socket;
    for (int i = 0; i < 3000; ++i) {
        socket.peer.forget();
        REQUIRE(socket.send(frame(Opcode::Ping, "are you there?")));
        REQUIRE(socket.waitFor("are you there?"));
    }
    CHECK(socket.house.sessions.count() == 1);
}

TEST_CASE("pings whose pongs are not read are cut off") {
    Opened socket;
    const auto sent = socket.sendEndlessly(frame(Opcode::Ping, std::string(100, 'p')));
    CHECK(sent < kInTheKernel);
    CHECK(socket.waitForEnd());
    CHECK(socket.house.sessions.count() == 0);
}

TEST_CASE("a frame that is none ends the session, and what follows it is not gathered") {
    Opened socket;
    const auto unmasked = frame(Opcode::Text, "x", true, test::Mask::No);
    REQUIRE(socket.send(unmasked));
    REQUIRE(socket.waitFor(closeFrame(SOUP_WEBSOCKET_CLOSE_PROTOCOL_ERROR)));
    CHECK(socket.peer.hears(R"("code":"protocol")"));
    CHECK(socket.sendEndlessly(frame(Opcode::Text, message(100))) < kMostIncoming + kInTheKernel);
    CHECK(socket.waitForEnd());
}

TEST_CASE("who goes on sending after the goodbye is cut off") {
    Opened socket;
    REQUIRE(socket.send(frame(Opcode::Text, "[1]")));
    REQUIRE(socket.waitFor(closeFrame(SOUP_WEBSOCKET_CLOSE_POLICY_VIOLATION)));
    CHECK(socket.sendEndlessly(frame(Opcode::Text, message(100))) < kMostIncoming + kInTheKernel);
    CHECK(socket.waitForEnd());
}

TEST_CASE("a close is answered, and the connection ends") {
    Opened socket;
    REQUIRE(socket.send(frame(Opcode::Close, closeFrame(SOUP_WEBSOCKET_CLOSE_NORMAL))));
    CHECK(socket.waitForEnd());
    CHECK(socket.peer.hears(closeFrame(SOUP_WEBSOCKET_CLOSE_NORMAL)));
}

TEST_CASE("no connection outlives the house") {
    auto house = std::make_unique<House>();
    Peer peer(house->port());
    peer.push(request(kUpgrade + kKey + kVersion));
    REQUIRE(runUntil([&] {
        peer.pull();
        return peer.hears(R"("type":"state")");
    }));
    house.reset();
    CHECK(runUntil([&] {
        peer.pull();
        return peer.over();
    }));
}
