// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gst/Connection.hpp"
#include "gst/Ref.hpp"
#include "util/MainLoop.hpp"

#include <gio/gio.h>

#include <functional>
#include <string>

namespace vitrine::camera {

/// Waits for something to come to be at a path: a device that is plugged in again (udev's names in
/// /dev/v4l/by-id stay the same whatever the number), a file that is put back.
///
/// Owner: Whereabouts, while it is offline. Thread: main. Calls out on: main.
class PathWatch {
  public:
    /// `came` is called once for each time, when the path has been left alone for a moment: udev
    /// first makes a device and then says who may open it.
    PathWatch(const std::string& path, std::function<void()> came);

  private:
    void onEvent(GFileMonitorEvent event);

    std::function<void()> came_;
    gst::Ref<GFileMonitor> monitor_;
    gst::Connection changed_;
    util::Timer settled_;
};

} // namespace vitrine::camera
