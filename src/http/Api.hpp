// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "access/Rights.hpp"
#include "fanout/Feeds.hpp"
#include "publish/Outlets.hpp"
#include "recording/Recordings.hpp"
#include "signalling/Sessions.hpp"
#include "viewer/Registry.hpp"

#include <functional>
#include <string>

/// The state of the house as JSON (/api/v1). Thread: main.
namespace vitrine::http {

/// Where a camera goes beside its viewers.
struct Beside {
    const publish::Outlets& outlets;
    const recording::Recordings& recordings;
};

/// What the asker may do with a camera.
using RightsTo = std::function<access::Rights(const std::string& id)>;

/// GET /api/v1/cameras: those that the asker may watch.
std::string camerasJson(const fanout::Feeds& feeds, const viewer::Registry& registry,
                        const Beside& beside, const RightsTo& rightsTo);

/// GET /api/v1/cameras/{id}, for who may watch it
std::string cameraJson(const fanout::Feed& feed, const viewer::Registry& registry,
                       const Beside& beside, const access::Rights& rights);

/// GET /api/v1/viewers: those of the cameras that the asker operates.
std::string viewersJson(const signalling::Sessions& sessions, const access::Rights& rights);

/// GET /api/v1/viewers/{id}
std::string viewerJson(const signalling::ViewerFacts& viewer);

/// Why /healthz is not 200: the cameras that should run and do not, or an empty text.
std::string unhealthy(const fanout::Feeds& feeds);

} // namespace vitrine::http
