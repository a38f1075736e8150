// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/FullDisk.hpp"
#include "support/TempDir.hpp"
#include "support/catch.hpp"

#include "access/Ledger.hpp"
#include "access/LedgerFile.hpp"

#include <filesystem>
#include <fstream>
#include <string>
#include <sys/stat.h>

using namespace vitrine::access;
using vitrine::test::FullDisk;
using vitrine::test::TempDir;
using namespace std::chrono_literals;

namespace {

const WallTime kNow{1'800'000'000s};

Grant link(std::chrono::seconds duration) {
    Grant grant;
    grant.kind = Grant::Kind::Link;
    grant.user = "alice";
    grant.camera = "front";
    grant.end = kNow + duration;
    return grant;
}

} // namespace

TEST_CASE("what was given out is found by its whole text, for its time, as what it is") {
    Ledger ledger({}, kNow);
    const auto text = ledger.give(link(60s), kNow);
    REQUIRE(text);
    const auto found = ledger.find(Grant::Kind::Link, *text, kNow + 59s);
    REQUIRE(found);
    CHECK(found->camera == "front");
    CHECK(found->made == kNow);
    CHECK_FALSE(ledger.find(Grant::Kind::Link, *text, kNow + 60s));
    CHECK_FALSE(ledger.find(Grant::Kind::Session, *text, kNow));
    auto forged = *text;
    forged.back() = forged.back() == 'A' ? 'B' : 'A';
    CHECK_FALSE(ledger.find(Grant::Kind::Link, forged, kNow));
    // Who has read the list has no link.
    CHECK_FALSE(ledger.find(Grant::Kind::Link, found->id, kNow));
    CHECK_FALSE(ledger.find(Grant::Kind::Link, found->id + ".", kNow));
    CHECK_FALSE(ledger.find(Grant::Kind::Link, "", kNow));
}

TEST_CASE("what is taken back does not hold any more") {
    Ledger ledger({}, kNow);
    const auto text = ledger.give(link(60s), kNow);
    REQUIRE(text);
    const auto id = ledger.all(Grant::Kind::Link, kNow).at(0).id;
    CHECK_FALSE(ledger.takeBack(Grant::Kind::Session, id));
    CHECK(ledger.takeBack(Grant::Kind::Link, id));
    CHECK_FALSE(ledger.takeBack(Grant::Kind::Link, id));
    CHECK_FALSE(ledger.find(Grant::Kind::Link, *text, kNow));
}

TEST_CASE("a ledger with a folder outlives its process, and nobody else reads it") {
    const TempDir folder;
    std::string text;
    {
        Ledger ledger(folder.path(""), kNow);
        text = ledger.give(link(60s), kNow).value();
        (void)ledger.give(link(5s), kNow);
    }
    for (const auto* name : {"access.key", "grants.json"}) {
        struct stat about {};
        REQUIRE(stat(folder.path(name).c_str(), &about) == 0);
        CHECK((about.st_mode & 0777) == 0600);
    }
    Ledger again(folder.path(""), kNow + 10s);
    CHECK(again.find(Grant::Kind::Link, text, kNow + 10s));
    CHECK(again.all(Grant::Kind::Link, kNow + 10s).size() == 1); // the other is over
    // The list alone is worth nothing: without the key there is another.
    std::filesystem::remove(folder.path("access.key"));
    CHECK_FALSE(Ledger(folder.path(""), kNow).find(Grant::Kind::Link, text, kNow));
}

TEST_CASE("a broken file takes everything back and breaks nothing else") {
    const TempDir folder;
    const auto text = Ledger(folder.path(""), kNow).give(link(60s), kNow).value();
    for (const auto* junk :
         {"{", "[]", "{\"grants\":1}", "{\"grants\":[1]}", "{\"grants\":[{}]}"}) {
        std::ofstream(folder.path("grants.json")) << junk;
        Ledger ledger(folder.path(""), kNow);
        CHECK_FALSE(ledger.find(Grant::Kind::Link, text, kNow));
        CHECK(ledger.give(link(60s), kNow));
    }
    std::filesystem::remove_all(folder.path(""));
    Ledger homeless(folder.path(""), kNow);
    const auto held = homeless.give(link(60s), kNow);
    REQUIRE(held);
    CHECK(homeless.find(Grant::Kind::Link, *held, kNow));
}

TEST_CASE("each user has a share: the oldest session goes, one link too many is not given") {
    Ledger ledger({}, kNow);
    auto session = link(3600s);
    session.kind = Grant::Kind::Session;
    const auto first = ledger.give(session, kNow).value();
    for (std::size_t i = 1; i <= Ledger::kMostSessions; ++i)
        REQUIRE(ledger.give(session, kNow + 1s));
    CHECK_FALSE(ledger.find(Grant::Kind::Session, first, kNow + 1s));
    CHECK(ledger.all(Grant::Kind::Session, kNow + 1s).size() == Ledger::kMostSessions);
    for (std::size_t i = 0; i < Ledger::kMostLinks; ++i)
        REQUIRE(ledger.give(link(60s), kNow));
    CHECK_FALSE(ledger.give(link(60s), kNow));
    auto others = link(60s);
    others.user = "bob";
    CHECK(ledger.give(others, kNow));
    CHECK(ledger.give(link(120s), kNow + 61s));
}

TEST_CASE("what cannot be kept does not come again when the process does") {
    const TempDir folder;
    std::string text;
    {
        Ledger ledger(folder.path(""), kNow);
        text = ledger.give(link(60s), kNow).value();
        const FullDisk noRoom(0);
        const auto id = ledger.all(Grant::Kind::Link, kNow).at(0).id;
        CHECK(ledger.takeBack(Grant::Kind::Link, id));
    }
    CHECK_FALSE(Ledger(folder.path(""), kNow).find(Grant::Kind::Link, text, kNow));
}

TEST_CASE("a ledger's text is read as it was written") {
    auto one = link(60s);
    one.id = "a";
    Grant two;
    two.kind = Grant::Kind::Session;
    two.id = "b";
    two.user = "bob \"x\"";
    two.stamp = "s";
    const auto read = readLedger(ledgerText({one, two}));
    REQUIRE(read);
    CHECK(read.value() == std::vector{one, two});
}
