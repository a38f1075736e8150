// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "camera/LastingName.hpp"
#include "support/TempDir.hpp"

#include <sys/stat.h>

using namespace vitrine;
namespace fs = std::filesystem;

namespace {

/// A /dev with devices that come and go.
struct Machine {
    test::TempDir dev;
    const std::string socket = dev.path("v4l/by-path/usb-0:3:1.0-video-index0");
    const std::string serial = dev.path("v4l/by-id/usb-Maker_Camera_1234-video-index0");

    Machine() {
        fs::create_directories(dev.path("v4l/by-path"));
        fs::create_directories(dev.path("v4l/by-id"));
    }

    void plugIn(const std::string& node, std::initializer_list<std::string> links) const {
        REQUIRE(mkfifo(dev.path(node).c_str(), 0600) == 0); // no more a file than a device is
        for (const auto& link : links) {
            fs::remove(link);
            fs::create_symlink("../../" + node, link);
        }
    }
    void plugOut(const std::string& node, std::initializer_list<std::string> links) const {
        fs::remove(dev.path(node));
        for (const auto& link : links)
            fs::remove(link);
    }
};

} // namespace

TEST_CASE("a device that comes back under another number is found by its socket") {
    const Machine machine;
    camera::LastingName device(machine.dev.path(""));
    const auto configured = machine.dev.path("video0");
    machine.plugIn("video0", {machine.socket, machine.serial});
    CHECK(device.resolve(configured) == configured);
    CHECK(device.name() == machine.socket);

    machine.plugOut("video0", {machine.socket, machine.serial});
    CHECK(device.resolve(configured) == configured);
    machine.plugIn("video1", {machine.socket, machine.serial});
    CHECK(device.resolve(configured) == machine.socket);

    SECTION("and not taken for another that has its number now") {
        machine.plugIn("video0", {});
        CHECK(device.resolve(configured) == machine.socket);
    }
    SECTION("and has its own number again when it comes back with that") {
        machine.plugOut("video1", {machine.socket, machine.serial});
        machine.plugIn("video0", {machine.socket, machine.serial});
        CHECK(device.resolve(configured) == configured);
    }
}

TEST_CASE("a device that was plugged into another socket keeps its number, and has another name") {
    const Machine machine;
    camera::LastingName device(machine.dev.path(""));
    const auto configured = machine.dev.path("video0");
    machine.plugIn("video0", {machine.socket});
    CHECK(device.resolve(configured) == configured);
    machine.plugOut("video0", {machine.socket});
    const auto other = machine.dev.path("v4l/by-path/usb-0:4:1.0-video-index0");
    machine.plugIn("video0", {other});
    CHECK(device.resolve(configured) == configured);
    CHECK(device.name() == other);
}

TEST_CASE(
    "a device without a socket's name is found by its own, and one without any by its number") {
    const Machine machine;
    camera::LastingName device(machine.dev.path(""));
    const auto configured = machine.dev.path("video0");
    CHECK(device.resolve(configured) == configured);
    CHECK(device.name().empty());
    machine.plugIn("video0", {});
    CHECK(device.resolve(configured) == configured);
    CHECK(device.name().empty());
    machine.plugOut("video0", {});
    machine.plugIn("video0", {machine.serial});
    CHECK(device.resolve(configured) == configured);
    CHECK(device.name() == machine.serial);
}

TEST_CASE("a name that lasts is used as it is") {
    const Machine machine;
    camera::LastingName device(machine.dev.path(""));
    machine.plugIn("video0", {machine.socket, machine.serial});
    CHECK(device.resolve(machine.serial) == machine.serial);
    CHECK(device.name().empty());
}
