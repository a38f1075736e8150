// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "camera/AutoName.hpp"
#include "config/Schema.hpp"

using namespace vitrine;

namespace {

const camera::DeviceIdentity kWebcam{
    "/dev/video2", "usb", "046d_HD_Pro_Webcam_C920_1F2E3D4C", "pci-0000:00:14.0-usb-0:3:1.0",
    "046d",        "082d"};
constexpr auto* kLink = "/dev/v4l/by-path/pci-0000:00:14.0-usb-0:3:1.0-video-index0";

} // namespace

TEST_CASE("a camera is called by its model and serial number") {
    CHECK(camera::autoId(kWebcam, kLink, {}) == "hd-pro-webcam-c920-1f2e3d4c");
}

TEST_CASE("a camera without a name of its own is called by its socket, then by its number") {
    CHECK(camera::autoId({.path = "/dev/video0", .place = "platform-vivid.0"}, "", {}) ==
          "platform-vivid-0");
    CHECK(camera::autoId({.path = "/dev/video42"}, "", {}) == "video42");
    // What udev leaves of a name that is not written in ASCII.
    CHECK(camera::autoId({.path = "/dev/video0", .serial = "___", .place = "usb-1"}, "", {}) ==
          "usb-1");
}

TEST_CASE("further nodes of a device have its name and their number") {
    CHECK(camera::autoId(kWebcam, "/dev/v4l/by-path/x-video-index2", {}) ==
          "hd-pro-webcam-c920-1f2e3d4c-2");
}

TEST_CASE("cameras that have the same name are told apart by their sockets, at last by a number") {
    const std::string first = "hd-pro-webcam-c920-1f2e3d4c";
    const auto second = first + "-pci-0000-00-14-0-usb-0-3-1-0";
    CHECK(camera::autoId(kWebcam, kLink, {first}) == second);
    CHECK(camera::autoId(kWebcam, kLink, {first, second}) == first + "-2");
    CHECK(camera::autoId(kWebcam, kLink, {first, second, first + "-2"}) == first + "-3");
    CHECK(camera::autoId({.path = "/dev/video0"}, "", {"video0"}) == "video0-2");
}

TEST_CASE("whatever a device says, its id is one, and another device has another") {
    auto device = kWebcam;
    device.serial = std::string(300, 'x') + "_1";
    const auto one = camera::autoId(device, kLink, {});
    device.serial = std::string(300, 'x') + "_2";
    const auto other = camera::autoId(device, kLink, {});
    device.serial = "--\n../\xff<b>_Webcam--";
    for (const auto& id : {one, other, camera::autoId(device, kLink, {one}),
                           camera::autoId(device, "/x-video-index/../3", {one})}) {
        CAPTURE(id);
        CHECK(config::isCameraId(id));
    }
    CHECK(one != other);
    CHECK(camera::autoId(device, kLink, {}) == "b-webcam");
}

TEST_CASE("the title is what the maker calls the camera, as far as it can be shown") {
    CHECK(camera::autoTitle("HD Pro Webcam C920", "id") == "HD Pro Webcam C920");
    CHECK(camera::autoTitle(" Kamera\n\x1b[2J für\xff ", "id") == "Kamera  [2J für\ufffd");
    CHECK(camera::autoTitle("  ", "id") == "id");
    CHECK(camera::autoTitle(std::string(1000, 'x'), "id").size() <= 203);
}
