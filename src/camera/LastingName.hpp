// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <filesystem>
#include <string>

namespace vitrine::camera {

/// Whether two paths lead to the same file or device, which must be there. Thread: any; looks at
/// the disk.
bool leadToSame(const std::filesystem::path& one, const std::filesystem::path& other);

/// Finds a capture device again that is configured by its number alone (/dev/video0): when it was
/// plugged out and in again while somebody had it open, it is another number's, and its own may be
/// another device's. What stays are udev's names of the socket it is in and of the device itself
/// (systemd's 60-persistent-v4l.rules).
///
/// Owner: Whereabouts, or AutoCameras. Thread: main.
class LastingName {
  public:
    /// `folder` holds the devices, and udev's names in v4l/by-path and by-id.
    explicit LastingName(std::filesystem::path folder = "/dev");

    /// The path to open now: the lasting name, if a device of that name is there and has another
    /// number now; else as configured, and then this is the device from now on. What is no
    /// videoN of the folder stays as it is.
    std::string resolve(const std::string& configured);

    /// The lasting name; empty until the device was there once, and where it has none.
    const std::string& name() const noexcept { return name_; }

    /// udev's name of the device at this path; empty where it has none.
    std::string nameOf(const std::string& device) const;

  private:
    std::filesystem::path folder_;
    std::string name_;
};

} // namespace vitrine::camera
