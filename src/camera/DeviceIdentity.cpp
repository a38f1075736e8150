// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "camera/DeviceIdentity.hpp"

#include "gst/Ref.hpp"

#include <string_view>

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
std::string hexadecimal(const std::string& digits) {
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

DeviceIdentity identityOf(GstDevice* device) {
    const gst::StructurePtr properties(gst_device_get_properties(device));
    return properties ? identityOf(properties.get()) : DeviceIdentity{};
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

} // namespace vitrine::camera
