// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "camera/DeviceWatch.hpp"
#include "camera/LastingName.hpp"
#include "camera/PathWatch.hpp"
#include "config/Source.hpp"

#include <functional>
#include <memory>
#include <string>

namespace vitrine::camera {

/// Knows where a camera's source is: under which name to open it now, and when it is there again.
///
/// Owner: Camera. Thread: main. Calls out on: main.
class Whereabouts {
  public:
    /// `source` as it is configured. One that is nowhere in this machine, such as an RTSP server,
    /// is always where it is configured, and never awaited.
    explicit Whereabouts(std::string source);

    /// The `source` to open now: a device may have another number than it is configured by.
    std::string now();

    /// From now on calls `came` whenever the source may be there again.
    void await(const std::function<void()>& came);
    void stopAwaiting();

  private:
    std::string source_;
    config::SourceUrl url_;
    LastingName device_;
    std::unique_ptr<PathWatch> absent_;      // while awaited, if it has a path
    std::unique_ptr<DeviceWatch> unplugged_; // while awaited, if it is a device
};

} // namespace vitrine::camera
