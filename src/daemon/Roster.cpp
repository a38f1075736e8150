// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "daemon/Roster.hpp"

#include <algorithm>

namespace vitrine::daemon {
namespace {

bool holds(const std::vector<config::Camera>& cameras, const config::Camera& camera) {
    return std::find(cameras.begin(), cameras.end(), camera) != cameras.end();
}

} // namespace

Roster::Roster(const Rooms& rooms)
    : rooms_(rooms) {}

void Roster::configure(const config::Config& config) {
    configured_ = config.cameras;
    if (!config.automatic.v4l2)
        plugged_.reset();
    else if (!plugged_)
        plugged_ =
            std::make_unique<camera::AutoCameras>([this] { apply("the camera was unplugged"); });
    apply("the camera was changed");
}

void Roster::apply(const std::string& whyEnded) {
    auto cameras = configured_;
    if (plugged_)
        for (auto& camera : plugged_->beside(configured_))
            cameras.push_back(std::move(camera));
    for (const auto& old : running_) {
        if (holds(cameras, old))
            continue;
        rooms_.sessions.endAllOf(old.id, whyEnded);
        rooms_.feeds.remove(old.id);
        rooms_.metrics.removeCamera(old.id);
    }
    for (const auto& camera : cameras)
        if (!rooms_.feeds.find(camera.id))
            rooms_.feeds.add(camera, rooms_.houseTime, rooms_.reapers, rooms_.metrics).begin();
    rooms_.feeds.arrange(cameras);
    running_ = std::move(cameras);
}

} // namespace vitrine::daemon
