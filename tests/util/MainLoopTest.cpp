// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/MainLoopRunner.hpp"
#include "support/catch.hpp"

#include "util/MainLoop.hpp"

#include <optional>
#include <thread>

using namespace vitrine;
using namespace std::chrono_literals;

TEST_CASE("a posted call runs on the main loop, in order") {
    util::Token token;
    std::string order;
    std::thread::id ranOn;
    std::thread([&] {
        util::post(token.weak(), [&] { order += 'a'; });
        util::post(token.weak(), [&] {
            order += 'b';
            ranOn = std::this_thread::get_id();
        });
    }).join();
    CHECK(order.empty());
    REQUIRE(test::runUntil([&] { return order.size() == 2; }));
    CHECK(order == "ab");
    CHECK(ranOn == std::this_thread::get_id());
}

TEST_CASE("a call posted to an object that is gone does nothing") {
    std::optional<util::Token> token(std::in_place);
    util::Token stays;
    bool late = false;
    bool reached = false;
    util::post(token->weak(), [&] { late = true; });
    util::post(stays.weak(), [&] { reached = true; });
    token.reset();
    REQUIRE(test::runUntil([&] { return reached; }));
    CHECK_FALSE(late);
}

TEST_CASE("a one-shot timer may start itself anew and be stopped") {
    util::Timer timer;
    int calls = 0;
    std::function<void()> again = [&] {
        if (++calls < 3)
            timer.once(1ms, again);
    };
    timer.once(1ms, again);
    REQUIRE(test::runUntil([&] { return calls == 3; }));
    CHECK_FALSE(timer.running());
    timer.every(1ms, [&] {
        if (++calls == 6)
            timer.stop();
    });
    REQUIRE(test::runUntil([&] { return calls == 6; }));
    CHECK_FALSE(timer.running());
}

TEST_CASE("a timer may be destroyed by its own call") {
    auto timer = std::make_unique<util::Timer>();
    bool called = false;
    timer->once(1ms, [&] {
        timer.reset();
        called = true;
    });
    CHECK(test::runUntil([&] { return called; }));
}
