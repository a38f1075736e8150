// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gst/Ref.hpp"

#include <gst/gst.h>

#include <string>
#include <vector>

namespace vitrine::test {

/// Capture devices that are not there: from the first of these on GStreamer's v4l2 provider in this
/// process is one that only says what the test tells it, on the real bus.
class FakeDevices {
  public:
    FakeDevices();
    /// Nothing is plugged in any more.
    ~FakeDevices();
    FakeDevices(const FakeDevices&) = delete;
    FakeDevices& operator=(const FakeDevices&) = delete;

    /// `properties` as the real provider tells them, with a device.path; the name is the maker's.
    void plugIn(const std::string& properties, const std::string& name = "Webcam",
                const char* caps = "image/jpeg, width=1280, height=720, framerate=30/1");
    void plugOut(const std::string& path);

  private:
    gst::Ref<GstDeviceProvider> provider_;
    std::vector<gst::Ref<GstDevice>> present_;
};

} // namespace vitrine::test
