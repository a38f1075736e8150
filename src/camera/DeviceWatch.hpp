// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "config/Source.hpp"
#include "gst/Connection.hpp"
#include "gst/Ref.hpp"

#include <gst/gst.h>

#include <functional>
#include <string>
#include <vector>

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

/// Whether a device that came may be the one that is configured: by its path, by its name in
/// /dev/v4l/by-id or by-path (systemd's 60-persistent-v4l.rules make them of the identity), or by
/// what libcamera calls it. Thread: pure.
bool mayBe(const DeviceIdentity& device, const config::SourceUrl& configured);

/// Waits for a device to be plugged in, as udev tells it: when it may be opened, not only when it
/// is there, and also where no path tells of it.
///
/// Owner: Whereabouts, while it is offline. Thread: main. Calls out on: main.
class DeviceWatch {
  public:
    /// `came` is called each time one of `awaited` comes. Where there is no udev it never is.
    DeviceWatch(std::vector<config::SourceUrl> awaited, std::function<void()> came);
    ~DeviceWatch();
    DeviceWatch(const DeviceWatch&) = delete;
    DeviceWatch& operator=(const DeviceWatch&) = delete;

  private:
    void onAdded(GstMessage* message) const;

    std::vector<config::SourceUrl> awaited_;
    std::function<void()> came_;
    gst::Ref<GstDeviceProvider> provider_; // GStreamer has one for all; null unless it runs
    gst::Ref<GstBus> bus_;
    gst::Connection added_;
};

} // namespace vitrine::camera
