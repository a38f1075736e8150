// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/MainLoopRunner.hpp"
#include "support/catch.hpp"

#include "access/PasswordClerk.hpp"
#include "access/PasswordHash.hpp"
#include "config/Values.hpp"

#include <optional>

using namespace vitrine::access;
using vitrine::test::runUntil;

namespace {

// crypt(5)'s cheapest method, so that the tests need not wait: of "correct horse", salt "saltsalt".
const std::string kCheap = "$5$rounds=1000$saltsalt$";

} // namespace

TEST_CASE("a password fits its own hash alone, whatever the method") {
    const auto hash = hashPassword("correct horse");
    std::string kept;
    CHECK(vitrine::config::parsePasswordHash(hash, kept).empty());
    CHECK(hash.starts_with("$y$"));
    CHECK(passwordFits("correct horse", hash));
    CHECK_FALSE(passwordFits("correct hors", hash));
    CHECK_FALSE(passwordFits("", hash));
    CHECK(hashPassword("correct horse") != hash); // another salt
}

TEST_CASE("what is no hash fits nothing") {
    for (const auto* hash : {"", "*", "correct horse", "$y$", "$9$a$b", "$5$saltsalt$"})
        CHECK_FALSE(passwordFits("correct horse", hash));
}

TEST_CASE("a clerk answers on main, and takes no more than it can bear") {
    PasswordClerk clerk;
    const auto hash = hashPassword("correct horse");
    std::optional<bool> right;
    std::optional<bool> wrong;
    REQUIRE(clerk.ask("correct horse", hash, [&](bool fits) { right = fits; }));
    REQUIRE(clerk.ask("battery staple", hash, [&](bool fits) { wrong = fits; }));
    REQUIRE(runUntil([&] { return right && wrong; }));
    CHECK(*right);
    CHECK_FALSE(*wrong);

    std::size_t taken = 0;
    std::size_t told = 0;
    while (clerk.ask("x", hash, [&](bool) { ++told; }) && taken < 1000)
        ++taken;
    CHECK(taken >= PasswordClerk::kMostWaiting);
    CHECK(taken < 100);
    CHECK(runUntil([&] { return told == taken; }));
}

TEST_CASE("a clerk that ends tells nothing any more") {
    bool told = false;
    {
        PasswordClerk clerk;
        REQUIRE(clerk.ask("x", kCheap, [&](bool) { told = true; }));
    }
    while (g_main_context_iteration(nullptr, FALSE))
        continue;
    CHECK_FALSE(told);
}
