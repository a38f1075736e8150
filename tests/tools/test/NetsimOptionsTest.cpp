// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "tools/netsim/Options.hpp"

using namespace vitrine::netsim;

namespace {

vitrine::util::Result<Options> parse(std::vector<std::string> arguments) {
    return parseOptions(arguments);
}

} // namespace

TEST_CASE("netsim: options set both directions, or the one they name") {
    const auto options = parse({"--delay", "50", "--loss-to-far", "2.5", "--jitter-to-near", "7",
                                "--rate", "1500", "--reorder", "--seed", "9"});
    REQUIRE(options);
    const auto& [toFar, toNear] = options.value().conditions;
    CHECK(toFar.delay.count() == 50);
    CHECK(toNear.delay.count() == 50);
    CHECK(toFar.lossPercent == 2.5);
    CHECK(toNear.lossPercent == 0);
    CHECK(toFar.jitter.count() == 0);
    CHECK(toNear.jitter.count() == 7);
    CHECK(toFar.kilobits == 1500);
    CHECK(toNear.reorder);
    CHECK(options.value().seed == 9);
    CHECK(options.value().command.empty());
}

TEST_CASE("netsim: what stands behind -- is the command, whatever it looks like") {
    const auto options = parse({"--loss", "1", "--", "ping", "--loss", "x"});
    REQUIRE(options);
    CHECK(options.value().command == std::vector<std::string>{"ping", "--loss", "x"});
}

TEST_CASE("netsim: commands change one thing and leave the rest") {
    Conditioning conditions;
    for (const auto* command : {"delay 50", "loss 5", "down", "up-to-far", "loss-to-near 0"}) {
        const auto after = applyCommand(conditions, command);
        REQUIRE(after);
        conditions = after.value();
    }
    CHECK(conditions.toFar.delay.count() == 50);
    CHECK(conditions.toFar.lossPercent == 5);
    CHECK(conditions.toNear.lossPercent == 0);
    CHECK(conditions.toFar.up);
    CHECK_FALSE(conditions.toNear.up);
}

TEST_CASE("netsim: a firewall's rule is a word, for one direction or both") {
    auto after = applyCommand({}, "udp-replies-to-near");
    REQUIRE(after);
    CHECK(after.value().toNear.udp == Udp::Replies);
    CHECK(after.value().toFar.udp == Udp::All);
    after = applyCommand(after.value(), "no-udp");
    REQUIRE(after);
    CHECK(after.value().toNear.udp == Udp::None);
    CHECK(after.value().toFar.udp == Udp::None);
}

TEST_CASE("netsim: what is wrong is said") {
    for (const auto* command : {"", "lose 5", "loss", "loss x", "loss 101", "loss -1", "loss nan",
                                "delay 1 2", "up 1", "delay-to-moon 1"}) {
        INFO(command);
        const auto refused = applyCommand({}, command);
        REQUIRE_FALSE(refused);
        CHECK_FALSE(refused.error().message.empty());
    }
    CHECK_FALSE(parse({"--loss"}));
    CHECK_FALSE(parse({"--seed", "x"}));
    CHECK_FALSE(parse({"--"}));
    CHECK_FALSE(parse({"ping"}));
    const auto refused = parse({"--lose", "5"});
    REQUIRE_FALSE(refused);
    CHECK_THAT(refused.error().message, ContainsSubstring("lose"));
    CHECK_THAT(refused.error().message, ContainsSubstring("loss"));
}
