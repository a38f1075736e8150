// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "tools/loadviewer/Ice.hpp"

#include <algorithm>

using namespace vitrine::loadviewer;
using namespace std::chrono_literals;
using stun::Attribute;

namespace {

const IceCredentials kServer{"srvr", "the-server's-password-24"};
const Endpoint kThere{0x7F000001, 5000};

/// The server's side, by hand: what the agent sends is kept, what the server would send is made.
struct Bench {
    struct Sent {
        Endpoint to;
        std::vector<std::uint8_t> bytes;
    };
    std::vector<Sent> sent;
    IceAgent agent{[this](const Endpoint& to, Bytes bytes) {
        sent.push_back({to, {bytes.begin(), bytes.end()}});
    }};
    Clock::time_point now = Clock::time_point{} + 1h;

    Bench() { agent.setRemote(kServer); }

    void request(bool nominate, const std::string& password) {
        stun::Writer writer(stun::Type::BindingRequest, stun::newTransaction());
        writer.addText(Attribute::Username, agent.local().fragment + ":srvr")
            .addU32(Attribute::Priority, 77);
        if (nominate)
            writer.add(Attribute::UseCandidate, {});
        agent.onPacket(kThere, writer.finish(password), now);
    }
    /// Answers the newest check of the agent's.
    void answer(const Endpoint& from) {
        const auto check = stun::Message::parse(sent.back().bytes);
        REQUIRE(check);
        REQUIRE(check->type() == stun::Type::BindingRequest);
        stun::Writer writer(stun::Type::BindingResponse, check->transaction());
        agent.onPacket(from, writer.finish(kServer.password), now);
    }
};

} // namespace

TEST_CASE("ICE: a check names both fragments and is signed with the server's password") {
    Bench bench;
    bench.agent.addRemoteCandidate(kThere, 1);
    bench.agent.tick(bench.now);
    REQUIRE(bench.sent.size() == 1);
    const auto check = stun::Message::parse(bench.sent[0].bytes);
    REQUIRE(check);
    const auto username = check->find(Attribute::Username);
    REQUIRE(username);
    CHECK(std::ranges::equal(*username, "srvr:" + bench.agent.local().fragment));
    CHECK(check->find(Attribute::IceControlled));
    CHECK(check->integrityHolds(kServer.password));
}

TEST_CASE("ICE: a pair is selected once it is nominated and works both ways, in either order") {
    Bench bench;
    bench.agent.addRemoteCandidate(kThere, 1);
    bench.agent.tick(bench.now);
    const bool nominatedFirst = GENERATE(true, false);
    if (nominatedFirst) {
        bench.sent.resize(1);
        const auto check = bench.sent[0];
        bench.request(true, bench.agent.local().password);
        CHECK_FALSE(bench.agent.selected());
        bench.sent = {check};
        bench.answer(kThere);
    } else {
        bench.answer(kThere);
        CHECK_FALSE(bench.agent.selected());
        bench.request(true, bench.agent.local().password);
    }
    CHECK(bench.agent.selected() == kThere);
    CHECK_FALSE(bench.agent.consentLost(bench.now));
}

TEST_CASE("ICE: a request with a wrong password is not answered") {
    Bench bench;
    bench.request(true, "wrong");
    CHECK(bench.sent.empty());
    bench.request(true, bench.agent.local().password);
    CHECK(bench.sent.size() == 2); // the answer, and a triggered check
}

TEST_CASE("ICE: an answer from elsewhere does not count") {
    Bench bench;
    bench.agent.addRemoteCandidate(kThere, 1);
    bench.agent.tick(bench.now);
    bench.answer({kThere.address, 5001});
    bench.request(true, bench.agent.local().password);
    CHECK_FALSE(bench.agent.selected());
}

TEST_CASE("ICE: checks are repeated with growing pauses, then given up") {
    Bench bench;
    bench.agent.addRemoteCandidate(kThere, 1);
    std::vector<Clock::duration> times;
    for (auto elapsed = 0ms; elapsed < 60s; elapsed += 10ms) {
        const auto before = bench.sent.size();
        bench.agent.tick(bench.now + elapsed);
        if (bench.sent.size() > before)
            times.push_back(elapsed);
    }
    const std::vector<Clock::duration> expected{0ms, 100ms, 300ms, 700ms, 1500ms, 3100ms, 6300ms};
    CHECK(times == expected);
}

TEST_CASE("ICE: consent is asked for every five seconds and lost after thirty without answer") {
    Bench bench;
    bench.agent.addRemoteCandidate(kThere, 1);
    bench.agent.tick(bench.now);
    bench.answer(kThere);
    bench.request(true, bench.agent.local().password);
    bench.sent.clear();
    bench.agent.tick(bench.now += 4s);
    CHECK(bench.sent.empty());
    bench.agent.tick(bench.now += 1s);
    REQUIRE(bench.sent.size() == 1);
    bench.answer(kThere);
    for (int second = 0; second < 30; ++second)
        bench.agent.tick(bench.now += 1s);
    CHECK_FALSE(bench.agent.consentLost(bench.now));
    CHECK(bench.agent.consentLost(bench.now + 1s));
}
