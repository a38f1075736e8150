// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "access/Doorman.hpp"
#include "access/Secret.hpp"

#include <set>
#include <string>

using namespace vitrine::access;
using vitrine::config::Role;
using vitrine::config::User;
using namespace std::chrono_literals;

namespace {

std::vector<User> users() {
    return {{"alice", "hash-a", sha256("alice's token"), Role::Operate, {}},
            {"bob", "hash-b", "", Role::View, {"front", "yard"}},
            {"carol", "hash-c", "", Role::Operate, {"yard"}}};
}

} // namespace

TEST_CASE("without users everybody may do everything") {
    const Doorman doorman({});
    CHECK(doorman.isOpen());
    CHECK(Rights::all().mayOperateAll());
    CHECK(Rights::all().mayWatch("anything"));
    CHECK(doorman.stillMayWatch("", "anything"));
}

TEST_CASE("nobody may do nothing") {
    const Rights nobody;
    CHECK_FALSE(nobody.any());
    CHECK_FALSE(nobody.mayWatch("front"));
    CHECK_FALSE(nobody.mayWatchAll());
    CHECK_FALSE(nobody.mayOperate("front"));
    CHECK_FALSE(nobody.mayOperateAny());
    CHECK_FALSE(nobody.mayOperateAll());
}

TEST_CASE("a role and cameras bound what a user may do") {
    const auto all = users();
    const Rights alice("", all[0]);
    CHECK(alice.mayOperateAll());
    CHECK(alice.mayWatch("anything"));
    const Rights bob("", all[1]);
    CHECK(bob.mayWatch("front"));
    CHECK_FALSE(bob.mayWatch("door"));
    CHECK_FALSE(bob.mayWatchAll());
    CHECK_FALSE(bob.mayOperate("front"));
    CHECK_FALSE(bob.mayOperateAny());
    const Rights carol("", all[2]);
    CHECK(carol.mayOperate("yard"));
    CHECK(carol.mayOperateAny());
    CHECK_FALSE(carol.mayOperate("front"));
    CHECK_FALSE(carol.mayOperateAll());
}

TEST_CASE("a token is its user's, and no other text is") {
    Doorman doorman(users());
    const auto alice = doorman.byToken("alice's token");
    CHECK(alice.who() == "alice");
    CHECK(doorman.stillMayWatch(alice.holder(), "front"));
    CHECK_FALSE(doorman.byToken("alice's toke").any());
    CHECK_FALSE(doorman.byToken("").any()); // though bob has none
    auto changed = users();
    changed[0].tokenHash = sha256("another");
    doorman.setUsers(changed);
    CHECK_FALSE(doorman.stillMayWatch(alice.holder(), "front"));
}

TEST_CASE("a session holds until it is ended, or its user's password is another") {
    Doorman doorman(users());
    CHECK_FALSE(doorman.beginSession("mallory"));
    const auto first = doorman.beginSession("bob").value();
    const auto second = doorman.beginSession("bob").value();
    CHECK(first != second);
    const auto bob = doorman.bySession(first);
    CHECK(bob.who() == "bob");
    CHECK(doorman.stillMayWatch(bob.holder(), "front"));
    CHECK_FALSE(doorman.stillMayWatch(bob.holder(), "door"));
    doorman.endSession(second);
    CHECK_FALSE(doorman.bySession(second).any());
    CHECK(doorman.bySession(first).any());
    CHECK_FALSE(doorman.byLink(first).any());

    auto changed = users();
    changed[1].passwordHash = "another";
    doorman.setUsers(changed);
    CHECK_FALSE(doorman.bySession(first).any());
    CHECK_FALSE(doorman.stillMayWatch(bob.holder(), "front"));
    // For good: whoever comes back begins anew.
    doorman.setUsers(users());
    CHECK_FALSE(doorman.bySession(first).any());
}

TEST_CASE("a link leads to its camera alone, and no further than who gave it") {
    Doorman doorman(users());
    const auto given = doorman.giveLink("yard", "carol", 60s);
    REQUIRE(given);
    const auto rights = doorman.byLink(given->text);
    CHECK(rights.mayWatch("yard"));
    CHECK_FALSE(rights.mayWatch("front"));
    CHECK_FALSE(rights.mayOperateAny());
    CHECK(rights.who() == "carol's link");
    CHECK(doorman.links().size() == 1);
    CHECK_FALSE(doorman.bySession(given->text).any());

    auto lesser = users();
    lesser[2].role = Role::View;
    doorman.setUsers(lesser);
    CHECK_FALSE(doorman.byLink(given->text).any());
    CHECK_FALSE(doorman.stillMayWatch(rights.holder(), "yard"));
    CHECK(doorman.links().empty());

    doorman.setUsers(users());
    CHECK_FALSE(doorman.byLink(given->text).any()); // for good

    const auto other = doorman.giveLink("yard", "alice", 60s).value();
    const auto holder = doorman.byLink(other.text).holder();
    CHECK(doorman.stillMayWatch(holder, "yard"));
    CHECK(doorman.takeLinkBack(other.grant.id));
    CHECK_FALSE(doorman.byLink(other.text).any());
    CHECK_FALSE(doorman.stillMayWatch(holder, "yard"));
}

TEST_CASE("who does not exist costs as much to try as somebody who does, and always the same") {
    const Accounts accounts(users(), "salt");
    std::set<std::string> drawn;
    for (int i = 0; i < 100; ++i) {
        const auto name = "nobody-" + std::to_string(i);
        drawn.insert(accounts.somebodysHash(name));
        CHECK(accounts.somebodysHash(name) == Accounts(users(), "salt").somebodysHash(name));
    }
    CHECK(drawn == std::set<std::string>{"hash-a", "hash-b", "hash-c"});
    CHECK(Accounts({{"t", "", "digest", Role::View, {}}}).somebodysHash("t").empty());
}
