// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "viewer/Registry.hpp"

#include <vector>

using namespace vitrine;

namespace {

config::Limits limits(unsigned viewers, unsigned perCamera) {
    config::Limits limits;
    limits.viewers = viewers;
    limits.viewersPerCamera = perCamera;
    limits.memory = 100;
    return limits;
}

} // namespace

TEST_CASE("a place is given back with its ticket") {
    viewer::Registry registry(limits(1, 1), {});
    {
        const auto ticket = registry.admit("front");
        REQUIRE(ticket);
        CHECK(registry.viewers() == 1);
        const auto second = registry.admit("front");
        REQUIRE_FALSE(second);
        CHECK(second.error().code == "full");
    }
    CHECK(registry.viewers() == 0);
    CHECK(registry.admit("front"));
}

TEST_CASE("each limit refuses by its name") {
    unsigned memory = 10;
    viewer::Registry registry(limits(3, 2), {.residentMiB = [&] {
                                  return memory;
                              }});
    std::vector<std::unique_ptr<viewer::Registry::Ticket>> inside;
    inside.push_back(registry.admit("front").value());
    inside.push_back(registry.admit("front").value());
    CHECK_THAT(registry.admit("front").error().message,
               ContainsSubstring("viewers-per-camera = 2"));
    memory = 101;
    CHECK_THAT(registry.admit("yard").error().message, ContainsSubstring("memory = 100"));
    memory = 100;
    inside.push_back(registry.admit("yard").value());
    CHECK_THAT(registry.admit("door").error().message, ContainsSubstring("viewers = 3"));
    CHECK(registry.viewersOf("front") == 2);
    CHECK(registry.viewersOf("yard") == 1);
}

TEST_CASE("every viewer has a number of its own") {
    viewer::Registry registry(limits(9, 9), {});
    const auto first = registry.admit("front").value()->id();
    const auto second = registry.admit("front").value()->id();
    CHECK(first != second);
}

TEST_CASE("nobody is let in while more are leaving than could ever be there") {
    std::size_t ending = 0;
    viewer::Registry registry(limits(20, 20), {.ending = [&] {
                                  return ending;
                              }});
    ending = 39;
    CHECK_FALSE(registry.refusal("front"));
    ending = 40;
    CHECK_THAT(registry.refusal("front")->message, ContainsSubstring("still leaving"));
}

TEST_CASE("descriptors are kept for those who have just come and are still opening theirs") {
    viewer::Registry registry(limits(20, 20), {.descriptorsLeft = [] {
                                  return std::size_t{200};
                              }});
    std::vector<std::unique_ptr<viewer::Registry::Ticket>> inside;
    while (!registry.refusal("front") && inside.size() < 20)
        inside.push_back(registry.admit("front").value());
    CHECK(inside.size() == 6);
    CHECK_THAT(registry.refusal("front")->message, ContainsSubstring("LimitNOFILE"));
}
