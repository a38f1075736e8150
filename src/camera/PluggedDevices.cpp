// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "camera/PluggedDevices.hpp"

#include <algorithm>
#include <utility>

namespace vitrine::camera {
namespace {

using Devices = std::vector<gst::Ref<GstDevice>>;

Devices there(GstDeviceProvider* provider) {
    Devices all;
    auto* devices = gst_device_provider_get_devices(provider);
    for (auto* each = devices; each; each = each->next)
        all.emplace_back(GST_DEVICE(each->data), gst::adopt);
    g_list_free(devices);
    return all;
}

bool holds(const Devices& all, const gst::Ref<GstDevice>& device) {
    return std::any_of(all.begin(), all.end(),
                       [&](const auto& each) { return each.get() == device.get(); });
}

} // namespace

PluggedDevices::PluggedDevices(Told came, Told gone)
    : came_(std::move(came))
    , gone_(std::move(gone)) {
    gst::Ref<GstDeviceProvider> provider(
        gst_device_provider_factory_get_by_name("v4l2deviceprovider"), gst::adopt);
    if (!provider || !gst_device_provider_start(provider.get()))
        return;
    provider_ = std::move(provider);
    bus_ = {gst_device_provider_get_bus(provider_.get()), gst::adopt};
    gst_bus_add_signal_watch(bus_.get());
    const std::function<void(GstBus*, GstMessage*)> onMessage = [this](GstBus*, GstMessage*) {
        look();
    };
    added_ = gst::Connection::to(bus_.get(), "message::device-added", onMessage);
    removed_ = gst::Connection::to(bus_.get(), "message::device-removed", onMessage);
    all_ = there(provider_.get());
}

PluggedDevices::~PluggedDevices() {
    added_.disconnect();
    removed_.disconnect();
    if (!provider_)
        return;
    gst_bus_remove_signal_watch(bus_.get());
    gst_device_provider_stop(provider_.get());
}

// The bus is everybody's: it may still hold what this one knew from the beginning, and to empty it
// would take the news from others. So a message only says that it is time to look.
void PluggedDevices::look() {
    const auto now = there(provider_.get());
    const auto before = std::exchange(all_, now);
    // A call may end this object.
    const auto alive = token_.weak();
    const auto came = came_;
    const auto gone = gone_;
    for (const auto& device : before)
        if (!alive.expired() && !holds(now, device))
            gone(device);
    for (const auto& device : now)
        if (!alive.expired() && !holds(before, device))
            came(device);
}

} // namespace vitrine::camera
