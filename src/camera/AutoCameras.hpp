// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "camera/DeviceIdentity.hpp"
#include "camera/LastingName.hpp"
#include "camera/PluggedDevices.hpp"
#include "config/Config.hpp"

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace vitrine::camera {

/// Makes cameras of the capture devices that are plugged in and that no configured camera names.
/// A device's camera has the same id as long as it is there, and the same again when it comes back,
/// in the same socket or, when it has a serial number, in any.
///
/// Owner: the daemon. Thread: main. Calls out on: main, from the loop.
class AutoCameras {
  public:
    /// `changed` is called when a device has come or gone. `folder` holds the devices, and udev's
    /// names in v4l/by-path and by-id.
    explicit AutoCameras(const std::function<void()>& changed,
                         std::filesystem::path folder = "/dev");
    AutoCameras(const AutoCameras&) = delete;
    AutoCameras& operator=(const AutoCameras&) = delete;
    ~AutoCameras() = default;

    /// The cameras beside these configured ones, by id.
    std::vector<config::Camera> beside(const std::vector<config::Camera>& configured);

  private:
    struct Device {
        DeviceIdentity identity;
        std::string name; // what its maker calls it
        std::string link; // udev's name of it; empty where it has none
        std::string id;   // of its camera; empty until it has one
    };

    void plugIn(GstDevice* device);
    void plugOut(GstDevice* device);
    void follow(const std::vector<config::Camera>& configured);
    bool isNamed(const Device& device, const config::Camera& configured);

    std::filesystem::path folder_;
    std::vector<Device> devices_;
    // By the path of a configured camera, which it follows as the camera itself does.
    std::map<std::string, LastingName> followed_;
    PluggedDevices plugged_; // the last: it calls
};

} // namespace vitrine::camera
