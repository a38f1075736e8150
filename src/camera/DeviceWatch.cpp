// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "camera/DeviceWatch.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace vitrine::camera {
namespace {

using Scheme = config::SourceUrl::Scheme;

constexpr std::string_view kById = "/dev/v4l/by-id/";
constexpr std::string_view kByPath = "/dev/v4l/by-path/";

std::string field(const GstStructure* properties, const char* name) {
    const auto* value = gst_structure_get_string(properties, name);
    return value ? value : "";
}

// Some releases write "0x046d".
std::string hexadecimal(std::string digits) {
    return digits.rfind("0x", 0) == 0 ? digits.substr(2) : digits;
}

// A link's name, and behind it which of the device's nodes it is.
bool names(std::string_view target, std::string_view folder, const std::string& name) {
    const auto begin = std::string(folder) + name + "-video-index";
    return !name.empty() && target.substr(0, begin.size()) == begin;
}

} // namespace

DeviceIdentity identityOf(const GstStructure* properties) {
    return {field(properties, "device.path"),
            field(properties, "device.bus"),
            field(properties, "device.serial"),
            field(properties, "device.bus_path"),
            hexadecimal(field(properties, "device.vendor.id")),
            hexadecimal(field(properties, "device.product.id"))};
}

bool mayBe(const DeviceIdentity& device, const config::SourceUrl& configured) {
    const auto& target = configured.target;
    switch (configured.scheme) {
    case Scheme::V4l2:
        return target == device.path ||
               (!device.serial.empty() && names(target, kById, device.bus + "-" + device.serial)) ||
               names(target, kByPath, device.place);
    case Scheme::Libcamera:
        // Without a name it is the first one; names of USB cameras end in their kind.
        return target.empty() ||
               (!device.vendorId.empty() &&
                target.find(device.vendorId + ":" + device.productId) != std::string::npos);
    default:
        return false;
    }
}

DeviceWatch::DeviceWatch(std::vector<config::SourceUrl> awaited, std::function<void()> came)
    : awaited_(std::move(awaited))
    , came_(std::move(came)) {
    gst::Ref<GstDeviceProvider> provider(
        gst_device_provider_factory_get_by_name("v4l2deviceprovider"), gst::adopt);
    if (!provider)
        return;
    bus_ = {gst_device_provider_get_bus(provider.get()), gst::adopt};
    // What is there already is no news.
    gst_bus_set_flushing(bus_.get(), TRUE);
    const bool runs = gst_device_provider_start(provider.get()) != FALSE;
    gst_bus_set_flushing(bus_.get(), FALSE);
    if (!runs)
        return;
    provider_ = std::move(provider);
    gst_bus_add_signal_watch(bus_.get());
    added_ = gst::Connection::to(bus_.get(), "message::device-added",
                                 std::function<void(GstBus*, GstMessage*)>(
                                     [this](GstBus*, GstMessage* message) { onAdded(message); }));
}

DeviceWatch::~DeviceWatch() {
    added_.disconnect();
    if (!provider_)
        return;
    gst_bus_remove_signal_watch(bus_.get());
    gst_device_provider_stop(provider_.get());
}

void DeviceWatch::onAdded(GstMessage* message) const {
    GstDevice* raw = nullptr;
    gst_message_parse_device_added(message, &raw);
    const gst::Ref<GstDevice> device(raw, gst::adopt);
    const gst::Unique<GstStructure, gst_structure_free> properties(
        gst_device_get_properties(device.get()));
    if (!properties)
        return;
    const auto came = identityOf(properties.get());
    if (std::none_of(awaited_.begin(), awaited_.end(),
                     [&](const auto& each) { return mayBe(came, each); }))
        return;
    // The call may end this watch: nothing of it is used afterwards.
    const auto call = came_;
    call();
}

} // namespace vitrine::camera
