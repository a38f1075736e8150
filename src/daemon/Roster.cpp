// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "daemon/Roster.hpp"

#include <algorithm>

namespace vitrine::daemon {
namespace {

bool hasId(const std::vector<config::Camera>& cameras, const std::string& id) {
    return std::any_of(cameras.begin(), cameras.end(),
                       [&id](const auto& camera) { return camera.id == id; });
}

} // namespace

Roster::Roster(const Rooms& rooms)
    : rooms_(rooms) {}

http::CameraChanges Roster::configure(const config::Config& config) {
    configured_ = config.cameras;
    if (!config.automatic.v4l2)
        plugged_.reset();
    else if (!plugged_)
        plugged_ =
            std::make_unique<camera::AutoCameras>([this] { apply("the camera was unplugged"); });
    return apply("the camera was removed");
}

http::CameraChanges Roster::apply(const std::string& whyEnded) {
    auto cameras = configured_;
    if (plugged_)
        for (auto& camera : plugged_->beside(configured_))
            cameras.push_back(std::move(camera));
    http::CameraChanges changes;
    for (const auto& feed : rooms_.feeds.all())
        if (const auto& id = feed->settings().id; !hasId(cameras, id))
            changes.removed.push_back(id);
    for (const auto& id : changes.removed)
        end(id, whyEnded);
    for (const auto& camera : cameras) {
        if (auto* feed = rooms_.feeds.find(camera.id))
            change(*feed, camera, changes);
        else
            changes.added.push_back(begin(camera));
    }
    rooms_.feeds.arrange(cameras);
    rooms_.recordings.apply(cameras, rooms_.feeds);
    return changes;
}

const std::string& Roster::begin(const config::Camera& camera) {
    auto& feed = rooms_.feeds.add(camera, rooms_.house, rooms_.metrics);
    feed.begin();
    return feed.settings().id;
}

void Roster::change(fanout::Feed& feed, const config::Camera& camera,
                    http::CameraChanges& changes) {
    if (feed.settings() == camera)
        return;
    changes.changed.push_back(camera.id);
    if (feed.configure(camera))
        changes.restarted.push_back(camera.id);
}

void Roster::end(const std::string& id, const std::string& why) {
    rooms_.sessions.endAllOf(id, why);
    rooms_.outlets.endAllOf(id);
    rooms_.feeds.remove(id);
    rooms_.stills.forget(id);
    rooms_.metrics.removeCamera(id);
}

} // namespace vitrine::daemon
