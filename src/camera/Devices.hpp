// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gst/gst.h>

#include <span>
#include <string>
#include <vector>

/// The cameras of this machine.
namespace vitrine::camera {

/// A camera that was found.
struct DeviceInfo {
    /// What the maker calls it.
    std::string name;
    /// The value for `source` in the configuration.
    std::string source;
    /// What it can do, in a line; empty when it does not say or gives no picture.
    std::string modes;
};

/// A device of GStreamer's. Thread: main.
DeviceInfo describeDevice(GstDevice* device);

/// The cameras that GStreamer's device monitor sees, each once.
///
/// Thread: main; takes as long as the devices take to answer.
std::vector<DeviceInfo> listDevices();

/// The list as --list-devices prints it. Pure.
std::string formatDevices(std::span<const DeviceInfo> devices);

} // namespace vitrine::camera
