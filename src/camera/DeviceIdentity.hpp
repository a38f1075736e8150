// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "config/Source.hpp"

#include <gst/gst.h>

#include <string>

namespace vitrine::camera {

/// What a capture device is known by, whatever its number this time.
struct DeviceIdentity {
    std::string path;      ///< /dev/video0: the next free number
    std::string bus;       ///< udev's ID_BUS
    std::string serial;    ///< udev's ID_SERIAL: maker, model and serial number
    std::string place;     ///< udev's ID_PATH: which socket it is plugged into
    std::string vendorId;  ///< four hexadecimal digits, as the next
    std::string productId; ///< empty where there is none
};

/// What GStreamer's v4l2 device provider tells of a device. Thread: pure.
DeviceIdentity identityOf(const GstStructure* properties);

/// The same of the device itself. Thread: main.
DeviceIdentity identityOf(GstDevice* device);

/// Whether a device may be the one that is configured: by its path, by its name in
/// /dev/v4l/by-id or by-path (systemd's 60-persistent-v4l.rules make them of the identity), or by
/// what libcamera calls it. Thread: pure.
bool mayBe(const DeviceIdentity& device, const config::SourceUrl& configured);

} // namespace vitrine::camera
