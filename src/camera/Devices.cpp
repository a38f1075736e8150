// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "camera/Devices.hpp"

#include "camera/Modes.hpp"
#include "gst/Ref.hpp"

#include <algorithm>
#include <string_view>

namespace vitrine::camera {
namespace {

/// The string property of the element that would open the device, or an empty string.
std::string elementProperty(GstElement* element, const char* property) {
    if (!g_object_class_find_property(G_OBJECT_GET_CLASS(element), property))
        return {};
    char* value = nullptr;
    g_object_get(element, property, &value, nullptr);
    const gst::CharPtr owned(value);
    return value ? value : "";
}

/// The source that opens the device, or an empty string when none of ours does (PipeWire shows
/// the same cameras a second time).
std::string sourceOf(GstDevice* device) {
    const gst::Ref<GstElement> element(gst_device_create_element(device, nullptr), gst::sink);
    if (!element)
        return {};
    auto* factory = gst_element_get_factory(element.get());
    const std::string_view name(factory ? GST_OBJECT_NAME(factory) : "");
    if (name == "v4l2src")
        return "v4l2:" + elementProperty(element.get(), "device");
    if (name == "libcamerasrc")
        return "libcamera:" + elementProperty(element.get(), "camera-name");
    return {};
}

} // namespace

DeviceInfo describeDevice(GstDevice* device) {
    DeviceInfo info;
    const gst::CharPtr name(gst_device_get_display_name(device));
    info.name = name ? name.get() : "";
    info.source = sourceOf(device);
    const gst::Ref<GstCaps> caps(gst_device_get_caps(device), gst::adopt);
    if (caps)
        info.modes = summarise(modesFromCaps(caps.get()));
    return info;
}

std::vector<DeviceInfo> listDevices() {
    std::vector<DeviceInfo> found;
    const gst::Ref<GstDeviceMonitor> monitor(gst_device_monitor_new(), gst::adopt);
    // libcamera's provider would otherwise hide what v4l2 sees.
    gst_device_monitor_set_show_all_devices(monitor.get(), TRUE);
    gst_device_monitor_add_filter(monitor.get(), "Video/Source", nullptr);
    // Without starting it the monitor probes once, which is all that is wanted.
    auto* devices = gst_device_monitor_get_devices(monitor.get());
    for (auto* each = devices; each; each = each->next) {
        auto info = describeDevice(GST_DEVICE(each->data));
        const bool known = std::any_of(found.begin(), found.end(), [&](const auto& other) {
            return other.source == info.source;
        });
        if (!info.source.empty() && !known)
            found.push_back(std::move(info));
    }
    g_list_free_full(devices, gst_object_unref);
    return found;
}

std::string formatDevices(std::span<const DeviceInfo> devices) {
    if (devices.empty())
        return "no cameras found\n"
               "A USB camera shows up as /dev/video0 or the like when it is plugged in; to open it "
               "a user has to be in the group \"video\".\n"
               "Cameras in the network are not listed: write their address as "
               "\"source = rtsp://…\".\n";
    std::string text;
    for (const auto& device : devices) {
        text += (text.empty() ? "" : "\n") + device.name + "\n  source = " + device.source + "\n";
        text += "  " +
                (device.modes.empty() ? "gives no picture that can be shown" : device.modes) + "\n";
    }
    return text;
}

} // namespace vitrine::camera
