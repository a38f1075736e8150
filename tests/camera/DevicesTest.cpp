// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "camera/Devices.hpp"

using namespace vitrine;

TEST_CASE("devices are listed with the line for the configuration") {
    const std::vector<camera::DeviceInfo> devices{
        {"HD Pro Webcam C920", "v4l2:/dev/video0", "H.264 up to 1920x1080 at 30 fps"},
        {"Depth", "v4l2:/dev/video2", ""}};
    CHECK(camera::formatDevices(devices) == "HD Pro Webcam C920\n"
                                            "  source = v4l2:/dev/video0\n"
                                            "  H.264 up to 1920x1080 at 30 fps\n"
                                            "\n"
                                            "Depth\n"
                                            "  source = v4l2:/dev/video2\n"
                                            "  gives no picture that can be shown\n");
}

TEST_CASE("no devices are said to be none, with a hint") {
    CHECK_THAT(camera::formatDevices({}), ContainsSubstring("no cameras found"));
    CHECK_THAT(camera::formatDevices({}), ContainsSubstring("group \"video\""));
}

TEST_CASE("this machine's devices all have a source that can be written down") {
    for (const auto& device : camera::listDevices())
        CHECK((device.source.rfind("v4l2:/dev/", 0) == 0 ||
               device.source.rfind("libcamera:", 0) == 0));
}
