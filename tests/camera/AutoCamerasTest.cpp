// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "camera/AutoCameras.hpp"
#include "support/FakeDevices.hpp"
#include "support/MainLoopRunner.hpp"
#include "support/TempDir.hpp"

#include <sys/stat.h>

using namespace vitrine;
namespace fs = std::filesystem;

namespace {

/// A machine whose devices come and go: nodes and udev's names in a folder, and what the provider
/// of devices says of them.
struct Machine {
    test::TempDir folder;
    test::FakeDevices provider;
    int changes = 0;

    Machine() { fs::create_directories(path("v4l/by-path")); }

    // A source is in /dev.
    std::string path(const std::string& name) const { return "/dev/.." + folder.path(name); }

    std::string link(const std::string& place) const {
        return path("v4l/by-path/" + place + "-video-index0");
    }
    void plugIn(const std::string& node, const std::string& serial, const std::string& place,
                const std::string& name = "Webcam",
                const char* caps = "image/jpeg, width=1280, height=720, framerate=30/1") {
        REQUIRE(mkfifo(path(node).c_str(), 0600) == 0);
        if (!place.empty()) {
            fs::remove(link(place));
            fs::create_symlink("../../" + node, link(place));
        }
        provider.plugIn("v4l2-proplist, device.path=(string)" + path(node) +
                            ", device.bus=(string)usb, device.serial=(string)\"" + serial +
                            "\", device.bus_path=(string)\"" + place +
                            "\", device.vendor.id=(string)046d, device.product.id=(string)082d;",
                        name, caps);
    }
    void plugOut(const std::string& node, const std::string& place) {
        fs::remove(path(node));
        fs::remove(link(place));
        provider.plugOut(path(node));
    }
};

/// What runs beside the configured cameras of these sources, "id source" each.
std::vector<std::string> beside(camera::AutoCameras& cameras,
                                const std::vector<std::string>& sources = {},
                                const std::string& id = "front") {
    std::vector<config::Camera> configured;
    for (const auto& source : sources) {
        configured.push_back({.id = id, .source = source});
        if (sources.size() > 1)
            configured.back().id += std::to_string(configured.size());
    }
    std::vector<std::string> found;
    for (const auto& camera : cameras.beside(configured))
        found.push_back(camera.id + " " + camera.source);
    return found;
}

using Lines = std::vector<std::string>;
constexpr auto* kSerial = "046d_HD_Webcam_1234";
constexpr auto* kSocket = "usb-0:3:1.0";

} // namespace

TEST_CASE("a device is a camera as long as it is plugged in") {
    Machine machine;
    machine.plugIn("video0", kSerial, kSocket, "HD Webcam");
    camera::AutoCameras cameras([&] { ++machine.changes; }, machine.path(""));
    const auto all = cameras.beside({});
    REQUIRE(all.size() == 1);
    config::Camera expected;
    expected.id = "hd-webcam-1234";
    expected.title = "HD Webcam";
    expected.source = "v4l2:" + machine.link(kSocket);
    CHECK(all[0] == expected);
    CHECK(machine.changes == 0);

    machine.plugIn("video1", "", "platform-vivid.0", "vivid");
    REQUIRE(test::runUntil([&] { return machine.changes == 1; }));
    CHECK(beside(cameras) == Lines{"hd-webcam-1234 v4l2:" + machine.link(kSocket),
                                   "platform-vivid-0 v4l2:" + machine.link("platform-vivid.0")});
    machine.plugOut("video0", kSocket);
    REQUIRE(test::runUntil([&] { return machine.changes == 2; }));
    CHECK(beside(cameras) == Lines{"platform-vivid-0 v4l2:" + machine.link("platform-vivid.0")});
}

TEST_CASE("a device has its id again, under another number and in another socket") {
    Machine machine;
    camera::AutoCameras cameras([&] { ++machine.changes; }, machine.path(""));
    for (const auto* place : {kSocket, "usb-0:4:1.0"}) {
        const auto* node = place == kSocket ? "video0" : "video5";
        machine.plugIn(node, kSerial, place);
        REQUIRE(test::runUntil([&] { return machine.changes == 1; }));
        CHECK(beside(cameras) == Lines{"hd-webcam-1234 v4l2:" + machine.link(place)});
        machine.plugOut(node, place);
        REQUIRE(test::runUntil([&] { return machine.changes == 2; }));
        CHECK(beside(cameras).empty());
        machine.changes = 0;
    }
}

TEST_CASE("a device that the configuration names is not shown twice") {
    Machine machine;
    machine.plugIn("video0", kSerial, kSocket);
    camera::AutoCameras cameras([] {}, machine.path(""));
    const auto node = machine.path("video0");
    fs::create_symlink("video0", machine.path("door")); // an admin's own rule of udev
    for (const auto& source :
         {"v4l2:" + node, "v4l2:" + machine.link(kSocket), "v4l2:" + machine.path("door"),
          "pipeline:v4l2src device=" + node + " ! jpegdec",
          "pipeline:v4l2src device=\"" + machine.link(kSocket) + "\" ! jpegdec",
          std::string("libcamera:\\_SB_.PCI0.XHC_.RHUB.HS03-3:1.0-046d:082d")}) {
        CAPTURE(source);
        CHECK(beside(cameras, {source}).empty());
    }
    for (const auto& source :
         {std::string("test:"), std::string("libcamera:"), "v4l2:" + node + "0",
          "pipeline:v4l2src device=" + node + "0 ! jpegdec", "file:" + node}) {
        CAPTURE(source);
        CHECK(beside(cameras, {source}).size() == 1);
    }
}

TEST_CASE("a configured camera that comes back with another number is not shown twice either") {
    Machine machine;
    machine.plugIn("video0", kSerial, kSocket);
    camera::AutoCameras cameras([&] { ++machine.changes; }, machine.path(""));
    const Lines configured{"v4l2:" + machine.path("video0")};
    CHECK(beside(cameras, configured).empty());
    machine.plugOut("video0", kSocket);
    machine.plugIn("video1", kSerial, kSocket);
    REQUIRE(test::runUntil([&] { return machine.changes == 2; }));
    CHECK(beside(cameras, configured).empty());
    // Whoever has its number now is another camera.
    machine.plugIn("video0", "Other_5678", "usb-0:9:1.0");
    REQUIRE(test::runUntil([&] { return machine.changes == 3; }));
    CHECK(beside(cameras, configured) == Lines{"other-5678 v4l2:" + machine.link("usb-0:9:1.0")});
}

TEST_CASE("a reload that names a device takes it over, and one that does not gives it back") {
    Machine machine;
    machine.plugIn("video0", kSerial, kSocket);
    camera::AutoCameras cameras([] {}, machine.path(""));
    const Lines alone{"hd-webcam-1234 v4l2:" + machine.link(kSocket)};
    CHECK(beside(cameras) == alone);
    CHECK(beside(cameras, {"v4l2:" + machine.path("video0")}).empty());
    CHECK(beside(cameras) == alone);
    // Another camera that has its id now has it first.
    CHECK(beside(cameras, {"test:"}, "hd-webcam-1234") ==
          Lines{"hd-webcam-1234-usb-0-3-1-0 v4l2:" + machine.link(kSocket)});
}

TEST_CASE("two cameras that say the same of themselves have an id each, and keep it") {
    Machine machine;
    machine.plugIn("video0", "046d_HD_Webcam", kSocket);
    camera::AutoCameras cameras([&] { ++machine.changes; }, machine.path(""));
    CHECK(beside(cameras) == Lines{"hd-webcam v4l2:" + machine.link(kSocket)});
    machine.plugIn("video1", "046d_HD_Webcam", "usb-0:4:1.0");
    REQUIRE(test::runUntil([&] { return machine.changes == 1; }));
    const auto second = "hd-webcam-usb-0-4-1-0 v4l2:" + machine.link("usb-0:4:1.0");
    CHECK(beside(cameras) == Lines{"hd-webcam v4l2:" + machine.link(kSocket), second});
    machine.plugOut("video0", kSocket);
    REQUIRE(test::runUntil([&] { return machine.changes == 2; }));
    CHECK(beside(cameras) == Lines{second});
}

TEST_CASE("two devices in one socket, whose name goes over to the second, are two cameras") {
    Machine machine;
    machine.plugIn("video0", "", "platform-vivid.0");
    camera::AutoCameras cameras([&] { ++machine.changes; }, machine.path(""));
    CHECK(beside(cameras) == Lines{"platform-vivid-0 v4l2:" + machine.link("platform-vivid.0")});
    machine.plugIn("video1", "", "platform-vivid.0");
    REQUIRE(test::runUntil([&] { return machine.changes == 1; }));
    CHECK(beside(cameras) ==
          Lines{"platform-vivid-0 v4l2:" + machine.path("video0"),
                "platform-vivid-0-platform-vivid-0 v4l2:" + machine.link("platform-vivid.0")});
}

TEST_CASE("a device that gives no picture is no camera") {
    Machine machine;
    machine.plugIn("video0", kSerial, kSocket, "Depth",
                   "video/x-raw, format=GRAY16_LE, width=640, height=480, framerate=30/1");
    camera::AutoCameras cameras([] {}, machine.path(""));
    CHECK(beside(cameras).empty());
}
