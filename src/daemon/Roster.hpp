// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "camera/AutoCameras.hpp"
#include "config/Config.hpp"
#include "fanout/Feeds.hpp"
#include "gst/HouseTime.hpp"
#include "gst/Reapers.hpp"
#include "http/ReloadReport.hpp"
#include "metrics/HouseMetrics.hpp"
#include "publish/Outlets.hpp"
#include "recording/Recordings.hpp"
#include "recording/Stills.hpp"
#include "signalling/Sessions.hpp"

#include <memory>
#include <string>
#include <vector>

namespace vitrine::daemon {

/// Which cameras run: those of the configuration and, with `[auto] v4l2`, those that are plugged
/// in. Each begins, changes and ends here, with its viewers, what is published of it, and its
/// series.
///
/// Owner: Daemon. Thread: main.
class Roster {
  public:
    /// What a camera needs of the house.
    struct Rooms {
        fanout::Feeds& feeds;
        signalling::Sessions& sessions;
        publish::Outlets& outlets;
        recording::Recordings& recordings;
        recording::Stills& stills;
        metrics::HouseMetrics& metrics;
        camera::House house;
    };

    explicit Roster(const Rooms& rooms);

    /// From now on these hold. What stays as it is goes on unnoticed; what changed goes on changed,
    /// with its viewers.
    http::CameraChanges configure(const config::Config& config);

  private:
    http::CameraChanges apply(const std::string& whyEnded);
    const std::string& begin(const config::Camera& camera);
    static void change(fanout::Feed& feed, const config::Camera& camera,
                       http::CameraChanges& changes);
    void end(const std::string& id, const std::string& why);

    Rooms rooms_;
    std::vector<config::Camera> configured_;
    std::unique_ptr<camera::AutoCameras> plugged_; // while [auto] v4l2 holds
};

} // namespace vitrine::daemon
