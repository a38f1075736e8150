// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "camera/Whereabouts.hpp"

#include <utility>
#include <vector>

namespace vitrine::camera {

using Scheme = config::SourceUrl::Scheme;

Whereabouts::Whereabouts(std::string source)
    : source_(std::move(source)) {
    if (auto url = config::parseSource(source_))
        url_ = std::move(url.value());
}

std::string Whereabouts::now() {
    return url_.scheme == Scheme::V4l2 ? "v4l2:" + device_.resolve(url_.target) : source_;
}

void Whereabouts::await(const std::function<void()>& came) {
    const bool device = url_.scheme == Scheme::V4l2 || url_.scheme == Scheme::Libcamera;
    // Who plugs a camera in again does not want to wait for the back-off.
    if (device && !unplugged_) {
        std::vector<config::SourceUrl> names{url_};
        if (!device_.name().empty())
            names.push_back({.scheme = Scheme::V4l2, .target = device_.name()});
        unplugged_ = std::make_unique<DeviceWatch>(std::move(names), came);
    }
    if ((url_.scheme == Scheme::V4l2 || url_.scheme == Scheme::File) && !absent_)
        absent_ = std::make_unique<PathWatch>(url_.target, came);
}

void Whereabouts::stopAwaiting() {
    absent_.reset();
    unplugged_.reset();
}

} // namespace vitrine::camera
