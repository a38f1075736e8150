// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/FakeDevices.hpp"

#include <algorithm>
#include <stdexcept>

namespace vitrine::test {
namespace {

constexpr const char* kName = "v4l2deviceprovider";

struct FakeDevice {
    GstDevice parent;
};
struct FakeDeviceClass {
    GstDeviceClass parent;
};
G_DEFINE_TYPE(FakeDevice, fake_device, GST_TYPE_DEVICE)
void fake_device_init(FakeDevice*) {}
void fake_device_class_init(FakeDeviceClass*) {}

struct FakeProvider {
    GstDeviceProvider parent;
    const std::vector<gst::Ref<GstDevice>>* present;
};
struct FakeProviderClass {
    GstDeviceProviderClass parent;
};
G_DEFINE_TYPE(FakeProvider, fake_provider, GST_TYPE_DEVICE_PROVIDER)
void fake_provider_init(FakeProvider*) {}

// As the real one, which finds what is plugged in when it is started.
gboolean start(GstDeviceProvider* provider) {
    if (const auto* present = reinterpret_cast<FakeProvider*>(provider)->present)
        for (const auto& device : *present)
            gst_device_provider_device_add(provider, device.get());
    return TRUE;
}

void fake_provider_class_init(FakeProviderClass* type) {
    type->parent.start = start;
    type->parent.stop = [](GstDeviceProvider*) {
    };
    gst_device_provider_class_set_static_metadata(&type->parent, "Fake", "Source/Video",
                                                  "Devices that are not there", "Vitrine");
}

std::string pathOf(GstDevice* device) {
    const gst::StructurePtr properties(gst_device_get_properties(device));
    return gst_structure_get_string(properties.get(), "device.path");
}

} // namespace

FakeDevices::FakeDevices() {
    gst_device_provider_register(nullptr, kName, GST_RANK_PRIMARY, fake_provider_get_type());
    provider_ = {gst_device_provider_factory_get_by_name(kName), gst::adopt};
    // GStreamer makes one provider of each kind, once.
    if (!provider_ || !G_TYPE_CHECK_INSTANCE_TYPE(provider_.get(), fake_provider_get_type()))
        throw std::runtime_error("somebody has asked for the real devices before");
    reinterpret_cast<FakeProvider*>(provider_.get())->present = &present_;
}

FakeDevices::~FakeDevices() {
    while (!present_.empty())
        plugOut(pathOf(present_.back().get()));
    reinterpret_cast<FakeProvider*>(provider_.get())->present = nullptr;
}

void FakeDevices::plugIn(const std::string& properties, const std::string& name, const char* caps) {
    const gst::StructurePtr told(gst_structure_from_string(properties.c_str(), nullptr));
    const gst::Ref<GstCaps> can(gst_caps_from_string(caps), gst::adopt);
    const gst::Ref<GstDevice> device(
        GST_DEVICE(g_object_new(fake_device_get_type(), "display-name", name.c_str(),
                                "device-class", "Video/Source", "caps", can.get(), "properties",
                                told.get(), nullptr)),
        gst::sink);
    present_.push_back(device);
    if (gst_device_provider_is_started(provider_.get()))
        gst_device_provider_device_add(provider_.get(), device.get());
}

void FakeDevices::plugOut(const std::string& path) {
    const auto found = std::find_if(present_.begin(), present_.end(),
                                    [&](const auto& each) { return pathOf(each.get()) == path; });
    if (found == present_.end())
        throw std::runtime_error("nothing is plugged in at " + path);
    const auto device = *found;
    present_.erase(found);
    if (gst_device_provider_is_started(provider_.get()))
        gst_device_provider_device_remove(provider_.get(), device.get());
}

} // namespace vitrine::test
