// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "camera/DeviceWatch.hpp"

#include "camera/DeviceIdentity.hpp"

#include <algorithm>
#include <utility>

namespace vitrine::camera {

DeviceWatch::DeviceWatch(std::vector<config::SourceUrl> awaited, std::function<void()> came)
    : awaited_(std::move(awaited))
    , came_(std::move(came))
    , devices_([this](const auto& device) { onCame(device.get()); }, [](const auto&) {}) {}

void DeviceWatch::onCame(GstDevice* device) const {
    const auto identity = identityOf(device);
    if (std::none_of(awaited_.begin(), awaited_.end(),
                     [&](const auto& each) { return mayBe(identity, each); }))
        return;
    // The call may end this watch: nothing of it is used afterwards.
    const auto call = came_;
    call();
}

} // namespace vitrine::camera
