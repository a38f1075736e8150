// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "camera/DeviceIdentity.hpp"
#include "camera/DeviceWatch.hpp"
#include "gst/Ref.hpp"

using namespace vitrine;
using Scheme = config::SourceUrl::Scheme;

namespace {

/// What the v4l2 provider tells of a USB camera and of the kernel's own.
constexpr const char* kWebcam =
    "v4l2-proplist, device.path=(string)/dev/video2, udev-probed=(boolean)true, "
    "device.bus_path=(string)pci-0000:00:14.0-usb-0:3:1.0, "
    "sysfs.path=(string)/sys/devices/pci0000:00/usb1/1-3/1-3:1.0/video4linux/video2, "
    "device.bus=(string)usb, device.subsystem=(string)video4linux, "
    "device.vendor.id=(string)046d, device.vendor.name=(string)\"Logitech\\,\\ Inc.\", "
    "device.product.id=(string)082d, device.product.name=(string)\"HD\\ Pro\\ Webcam\\ C920\", "
    "device.serial=(string)046d_HD_Pro_Webcam_C920_1F2E3D4C, "
    "device.capabilities=(string):capture:, device.api=(string)v4l2, "
    "v4l2.device.driver=(string)uvcvideo;";
constexpr const char* kVivid = "v4l2-proplist, device.path=(string)/dev/video0, "
                               "device.bus_path=(string)platform-vivid.0, device.api=(string)v4l2, "
                               "v4l2.device.driver=(string)vivid;";

camera::DeviceIdentity identity(const char* recorded) {
    const gst::Unique<GstStructure, gst_structure_free> properties(
        gst_structure_from_string(recorded, nullptr));
    REQUIRE(properties);
    return camera::identityOf(properties.get());
}

config::SourceUrl source(const std::string& text) {
    return config::parseSource(text).value();
}

} // namespace

TEST_CASE("a USB camera is known by every name it has, whatever its number") {
    const auto webcam = identity(kWebcam);
    CHECK(webcam.path == "/dev/video2");
    for (const auto* name :
         {"v4l2:/dev/video2",
          "v4l2:/dev/v4l/by-id/usb-046d_HD_Pro_Webcam_C920_1F2E3D4C-video-index0",
          "v4l2:/dev/v4l/by-path/pci-0000:00:14.0-usb-0:3:1.0-video-index0",
          "libcamera:", "libcamera:\\_SB_.PCI0.XHC_.RHUB.HS03-3:1.0-046d:082d"}) {
        CAPTURE(name);
        CHECK(camera::mayBe(webcam, source(name)));
    }
}

TEST_CASE("another camera is not taken for it") {
    const auto webcam = identity(kWebcam);
    for (const auto* name :
         {"v4l2:/dev/video20", "v4l2:/dev/video0",
          "v4l2:/dev/v4l/by-id/usb-046d_HD_Pro_Webcam_C920_1F2E3D4CA-video-index0",
          "v4l2:/dev/v4l/by-id/usb-046d_HD_Pro_Webcam_C920-video-index0",
          "v4l2:/dev/v4l/by-path/pci-0000:00:14.0-usb-0:3:1.1-video-index0",
          "libcamera:\\_SB_.PCI0.XHC_.RHUB.HS03-3:1.0-046d:0825",
          "test:", "rtsp://127.0.0.1/dev/video2"}) {
        CAPTURE(name);
        CHECK_FALSE(camera::mayBe(webcam, source(name)));
    }
}

TEST_CASE("a camera without a serial number is known by its place") {
    const auto vivid = identity(kVivid);
    CHECK(camera::mayBe(vivid, source("v4l2:/dev/v4l/by-path/platform-vivid.0-video-index0")));
    CHECK(camera::mayBe(vivid, source("v4l2:/dev/video0")));
    CHECK_FALSE(camera::mayBe(vivid, source("v4l2:/dev/v4l/by-id/--video-index0")));
    CHECK_FALSE(camera::mayBe(vivid, source("libcamera:imx219")));
}

TEST_CASE("any number of cameras may wait, and stop to, also where there is no udev") {
    for (int round = 0; round < 2; ++round) {
        const camera::DeviceWatch one({source("v4l2:/dev/no-such-camera")}, [] {});
        const camera::DeviceWatch other({source("libcamera:none")}, [] {});
    }
}
