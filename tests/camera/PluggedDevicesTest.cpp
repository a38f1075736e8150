// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "camera/DeviceIdentity.hpp"
#include "camera/DeviceWatch.hpp"
#include "camera/PluggedDevices.hpp"
#include "support/FakeDevices.hpp"
#include "support/MainLoopRunner.hpp"

#include <memory>

using namespace vitrine;

namespace {

std::string properties(const std::string& path) {
    return "v4l2-proplist, device.path=(string)" + path + ";";
}

/// Hears what comes and goes, as paths.
struct Listener {
    std::vector<std::string> came;
    std::vector<std::string> gone;
    camera::PluggedDevices devices{
        [this](const auto& device) { came.push_back(camera::identityOf(device.get()).path); },
        [this](const auto& device) {
            gone.push_back(camera::identityOf(device.get()).path);
        }};
};

using Paths = std::vector<std::string>;

} // namespace

TEST_CASE("what is plugged in already is there and no news, what comes and goes is news") {
    test::FakeDevices machine;
    machine.plugIn(properties("/dev/video0"));
    Listener listener;
    REQUIRE(listener.devices.all().size() == 1);
    machine.plugIn(properties("/dev/video2"));
    machine.plugOut("/dev/video0");
    CHECK(test::runUntil([&] { return listener.gone == Paths{"/dev/video0"}; }));
    CHECK(listener.came == Paths{"/dev/video2"});
    REQUIRE(listener.devices.all().size() == 1);
    CHECK(camera::identityOf(listener.devices.all()[0].get()).path == "/dev/video2");
}

TEST_CASE("who begins to listen takes no news from others") {
    test::FakeDevices machine;
    machine.plugIn(properties("/dev/video0"));
    Listener early;
    machine.plugOut("/dev/video0");
    machine.plugIn(properties("/dev/video1"));
    const Listener late;
    CHECK(test::runUntil([&] { return early.came == Paths{"/dev/video1"}; }));
    CHECK(early.gone == Paths{"/dev/video0"});
    CHECK(late.came.empty());
    CHECK(late.gone.empty());
    REQUIRE(late.devices.all().size() == 1);
}

TEST_CASE("a camera that waits for its device hears of it, and of no other, and may end then") {
    test::FakeDevices machine;
    std::unique_ptr<camera::DeviceWatch> watch;
    int came = 0;
    watch = std::make_unique<camera::DeviceWatch>(
        std::vector{config::parseSource("v4l2:/dev/video3").value()}, [&] {
            ++came;
            watch.reset();
        });
    Listener listener;
    machine.plugIn(properties("/dev/video2"));
    CHECK(test::runUntil([&] { return listener.came.size() == 1; }));
    CHECK(came == 0);
    machine.plugIn(properties("/dev/video3"));
    CHECK(test::runUntil([&] { return listener.came.size() == 2; }));
    CHECK(came == 1);
    CHECK(watch == nullptr);
}
