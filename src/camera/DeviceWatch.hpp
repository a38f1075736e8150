// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "camera/PluggedDevices.hpp"
#include "config/Source.hpp"

#include <functional>
#include <vector>

namespace vitrine::camera {

/// Waits for a device to be plugged in, also where no path tells of it.
///
/// Owner: Whereabouts, while it is offline. Thread: main. Calls out on: main.
class DeviceWatch {
  public:
    /// `came` is called each time one of `awaited` comes. Where there is no udev it never is.
    DeviceWatch(std::vector<config::SourceUrl> awaited, std::function<void()> came);
    DeviceWatch(const DeviceWatch&) = delete;
    DeviceWatch& operator=(const DeviceWatch&) = delete;
    ~DeviceWatch() = default;

  private:
    void onCame(GstDevice* device) const;

    std::vector<config::SourceUrl> awaited_;
    std::function<void()> came_;
    PluggedDevices devices_;
};

} // namespace vitrine::camera
