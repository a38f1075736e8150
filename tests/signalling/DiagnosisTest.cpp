// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "signalling/Diagnosis.hpp"

#include <fstream>
#include <sstream>

using namespace vitrine::signalling;

namespace {

constexpr const char* kHost = "candidate:1 1 udp 2015363327 192.0.2.1 50000 typ host";
constexpr const char* kLoopback = "candidate:1 1 udp 2015363327 127.0.0.1 50000 typ host";
constexpr const char* kRelay = "candidate:2 1 udp 503312895 203.0.113.5 60000 typ relay";
constexpr const char* kTcp = "candidate:4 1 TCP 1 192.0.2.1 50000 typ host tcptype passive";
constexpr const char* kHidden = "candidate:3 1 udp 2113937151 a1b2.local 40000 typ host";

/// Both have told an address, and nothing has come of it.
Evidence silence() {
    Evidence evidence;
    evidence.camera = "front";
    evidence.ours = {kHost};
    evidence.theirs = {kHidden};
    evidence.answered = true;
    return evidence;
}

Evidence withPage(Checks checks = {}) {
    auto evidence = silence();
    checks.host = checks.host.empty() ? "192.0.2.1" : checks.host;
    evidence.page = checks;
    return evidence;
}

} // namespace

TEST_CASE("silence is blocked UDP, with a page's word and without") {
    CHECK(diagnose(silence()) == Cause::UdpBlocked);
    CHECK(diagnose(withPage()) == Cause::UdpBlocked);
    auto evidence = withPage();
    evidence.ours.emplace_back(kTcp);
    CHECK(diagnose(evidence) == Cause::TcpBlocked);
}

TEST_CASE("a browser that cannot play cannot be reached either") {
    CHECK(diagnose(withPage({.playable = false, .h264 = false})) == Cause::NoH264);
    CHECK(diagnose(withPage({.playable = false})) == Cause::OtherH264);
    CHECK(explain(withPage({.playable = false})).sentence.find(" front ") != std::string::npos);
}

TEST_CASE("who says nothing has not answered") {
    auto evidence = silence();
    evidence.answered = false;
    CHECK(diagnose(evidence) == Cause::NoAnswer);
}

TEST_CASE("no address is no way, on either side") {
    auto evidence = silence();
    evidence.ours.clear();
    CHECK(diagnose(evidence) == Cause::NoOwnAddress);
    evidence.relayOnly = true;
    CHECK(diagnose(evidence) == Cause::RelayOnlySilent);
    evidence = silence();
    evidence.theirs.clear();
    CHECK(diagnose(evidence) == Cause::UdpBlocked); // they may be on their way
    evidence.page = Checks{.host = "192.0.2.1"};
    CHECK(diagnose(evidence) == Cause::NoHiddenName);
    evidence.complete = true;
    CHECK(diagnose(evidence) == Cause::NoViewerAddress);
}

TEST_CASE("a server behind a proxy of its own machine offers its loopback") {
    auto evidence = withPage({.host = "cams.example.org"});
    evidence.ours = {kLoopback};
    CHECK(diagnose(evidence) == Cause::LoopbackOnly);
    evidence.page->host = "localhost";
    CHECK(diagnose(evidence) == Cause::UdpBlocked);
}

TEST_CASE("an address that the page knows and the server does not offer") {
    auto evidence = withPage({.host = "198.51.100.1"});
    CHECK(diagnose(evidence) == Cause::UdpBlocked);
    evidence.hostIsOurs = true;
    CHECK(diagnose(evidence) == Cause::OtherAddress);
    CHECK(explain(evidence).setting == "[ice] local-addresses = 198.51.100.1");
    evidence.page->reachedAtHost = true;
    CHECK(diagnose(evidence) == Cause::WrongPublicAddress);
    CHECK(explain(evidence).setting == "[ice] public-address = 198.51.100.1");
}

TEST_CASE("a browser that is found only where its request came from hides its address") {
    auto evidence = silence();
    evidence.sought = true;
    CHECK(diagnose(evidence) == Cause::HiddenAddress);
}

TEST_CASE("a TURN server that should have helped") {
    auto evidence = withPage();
    evidence.turnServer = "turn://robot:a%40b@turn.example.org:3478?transport=tcp";
    CHECK(diagnose(evidence) == Cause::TurnSilent);
    const auto trouble = explain(evidence);
    CHECK(trouble.sentence.find("turn.example.org:3478 relays") != std::string::npos);
    CHECK(trouble.setting == "[ice] turn-server = turn://USER:PASSWORD@turn.example.org:3478");
    CHECK(trouble.sentence.find("robot") == std::string::npos);
    evidence.page->turnRefused = true;
    CHECK(diagnose(evidence) == Cause::TurnRefuses);
    evidence.turnSecret = true;
    CHECK(diagnose(evidence) == Cause::SecretRefused);
    evidence.page->turnRefused = false;
    evidence.theirs.emplace_back(kRelay);
    CHECK(diagnose(evidence) == Cause::RelayInVain);
}

TEST_CASE("one way, and both ways but for the handshake") {
    auto evidence = silence();
    evidence.heard = true;
    CHECK(diagnose(evidence) == Cause::OneWay);
    evidence.page = Checks{.host = "192.0.2.1", .answered = 3};
    CHECK(diagnose(evidence) == Cause::Handshake);
}

TEST_CASE("both sides' candidates fit into a line") {
    auto evidence = silence();
    evidence.ours.emplace_back("candidate:4 1 TCP 1 2001:db8::1 9 typ host tcptype active");
    CHECK(bothSides(evidence) == "ours: host udp 192.0.2.1:50000, host tcp [2001:db8::1]:9; "
                                 "theirs: host udp a1b2.local:40000");
    CHECK(bothSides({}) == "ours: none; theirs: none");
}

TEST_CASE("every sentence and every line stands in the documentation") {
    std::ifstream file(TESTS_DIR "/../docs/troubleshooting.md");
    std::stringstream text;
    text << file.rdbuf();
    const auto page = text.str();
    REQUIRE_FALSE(page.empty());
    for (const auto& row : troubleRows()) {
        CAPTURE(row.code);
        CHECK(page.find('`' + std::string{row.code} + '`') != std::string::npos);
        CHECK(page.find(row.sentence) != std::string::npos);
        CHECK(page.find(row.setting) != std::string::npos);
        CHECK(describe(row.cause).code == row.code);
        CHECK((row.sentence.ends_with('.')));
    }
}
