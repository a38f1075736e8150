// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "camera/AutoCameras.hpp"

#include "camera/AutoName.hpp"
#include "camera/Devices.hpp"
#include "config/Shown.hpp"
#include "util/Log.hpp"
#include "util/MessageIds.hpp"

#include <algorithm>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

namespace vitrine::camera {
namespace {

namespace fs = std::filesystem;
using Scheme = config::SourceUrl::Scheme;

constexpr std::string_view kNameRest = "abcdefghijklmnopqrstuvwxyz0123456789-_.:";

// A whole path in a gst-launch fragment: /dev/video1 is not in "device=/dev/video10".
bool isIn(std::string_view fragment, std::string_view path) {
    for (auto at = fragment.find(path); !path.empty() && at != std::string_view::npos;
         at = fragment.find(path, at + 1)) {
        const auto rest = fragment.substr(at + path.size());
        if (rest.empty() || kNameRest.find(rest.front()) == std::string_view::npos)
            return true;
    }
    return false;
}

} // namespace

AutoCameras::AutoCameras(const std::function<void()>& changed, fs::path folder)
    : folder_(std::move(folder))
    , plugged_(
          [this, changed](const auto& device) {
              plugIn(device.get());
              changed();
          },
          [this, changed](const auto& device) {
              plugOut(device.get());
              changed();
          }) {
    for (const auto& device : plugged_.all())
        plugIn(device.get());
}

void AutoCameras::plugIn(GstDevice* device) {
    auto identity = identityOf(device);
    auto info = describeDevice(device);
    const bool picture = !info.modes.empty();
    util::log::info(
        util::log::About("camera").message(util::log::id::kDevicePluggedIn).alwaysTold(),
        identity.path, " is plugged in: ", config::shownValue(info.name),
        picture ? "" : "; it gives no picture that can be shown");
    if (!picture || identity.path.empty())
        return;
    auto link = LastingName(folder_).nameOf(identity.path);
    devices_.push_back({std::move(identity), std::move(info.name), std::move(link), {}});
}

void AutoCameras::plugOut(GstDevice* device) {
    const auto path = identityOf(device).path;
    util::log::info(
        util::log::About("camera").message(util::log::id::kDeviceUnplugged).alwaysTold(), path,
        " is unplugged");
    std::erase_if(devices_, [&](const auto& each) { return each.identity.path == path; });
}

void AutoCameras::follow(const std::vector<config::Camera>& configured) {
    std::map<std::string, LastingName> followed;
    for (const auto& camera : configured) {
        const auto source = config::parseSource(camera.source);
        if (!source || source.value().scheme != Scheme::V4l2)
            continue;
        const auto& path = source.value().target;
        const auto known = followed_.find(path);
        followed.emplace(path, known == followed_.end() ? LastingName(folder_)
                                                        : std::move(known->second));
    }
    followed_ = std::move(followed);
}

bool AutoCameras::isNamed(const Device& device, const config::Camera& configured) {
    const auto source = config::parseSource(configured.source);
    if (!source)
        return false;
    const auto& [scheme, target] = std::tie(source.value().scheme, source.value().target);
    const auto& path = device.identity.path;
    switch (scheme) {
    case Scheme::V4l2: {
        const auto now = followed_.at(target).resolve(target);
        return now == path || leadToSame(now, path);
    }
    case Scheme::Libcamera:
        // Which one the first is only libcamera knows.
        return !target.empty() && mayBe(device.identity, source.value());
    case Scheme::Pipeline:
        return isIn(target, path) || isIn(target, device.link);
    default:
        return false;
    }
}

std::vector<config::Camera> AutoCameras::beside(const std::vector<config::Camera>& configured) {
    follow(configured);
    std::set<std::string> taken;
    for (const auto& camera : configured)
        taken.insert(camera.id);
    std::vector<Device*> ours;
    for (auto& device : devices_) {
        const bool named = std::any_of(configured.begin(), configured.end(),
                                       [&](const auto& camera) { return isNamed(device, camera); });
        // What the configuration calls so now is another camera.
        if (named || taken.contains(device.id))
            device.id.clear();
        // Two devices in one socket share its name, and it may have gone over to the other.
        if (!device.link.empty() && !leadToSame(device.link, device.identity.path))
            device.link = LastingName(folder_).nameOf(device.identity.path);
        if (!named)
            ours.push_back(&device);
    }
    for (const auto* device : ours)
        taken.insert(device->id);
    std::vector<config::Camera> cameras;
    for (auto* device : ours) {
        if (device->id.empty())
            taken.insert(device->id = autoId(device->identity, device->link, taken));
        cameras.push_back(
            {.id = device->id,
             .title = autoTitle(device->name, device->id),
             .source = "v4l2:" + (device->link.empty() ? device->identity.path : device->link)});
    }
    std::sort(cameras.begin(), cameras.end(),
              [](const auto& one, const auto& other) { return one.id < other.id; });
    return cameras;
}

} // namespace vitrine::camera
