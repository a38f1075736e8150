// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gst/Connection.hpp"
#include "gst/Ref.hpp"
#include "util/MainLoop.hpp"

#include <gst/gst.h>

#include <functional>
#include <vector>

namespace vitrine::camera {

/// The capture devices that are plugged in, and those that come and go, as udev tells GStreamer's
/// v4l2 provider: when they may be opened, not only when they are there. Nodes that give no
/// picture, such as a camera's metadata, are not among them.
///
/// Owner: who wants to know. Any number live beside each other: GStreamer has one provider and one
/// bus for all. Thread: main. Calls out on: main, from the loop.
class PluggedDevices {
  public:
    using Told = std::function<void(const gst::Ref<GstDevice>&)>;

    /// Takes as long as the devices take to say what they are, if nobody else has asked yet. A call
    /// may end this object. Where there is no udev nothing is there, and nothing comes.
    PluggedDevices(Told came, Told gone);
    ~PluggedDevices();
    PluggedDevices(const PluggedDevices&) = delete;
    PluggedDevices& operator=(const PluggedDevices&) = delete;

    /// All that are there now.
    const std::vector<gst::Ref<GstDevice>>& all() const noexcept { return all_; }

  private:
    void look();

    Told came_;
    Told gone_;
    gst::Ref<GstDeviceProvider> provider_; // null unless it runs
    gst::Ref<GstBus> bus_;
    gst::Connection added_;
    gst::Connection removed_;
    std::vector<gst::Ref<GstDevice>> all_;
    util::Token token_;
};

} // namespace vitrine::camera
