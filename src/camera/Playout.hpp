// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "config/Config.hpp"
#include "gst/PlayoutDelay.hpp"

namespace vitrine::camera {

/// How long viewers are asked to hold frames back. Thread: pure.
constexpr gst::PlayoutDelayRange playoutDelay(config::Latency latency) noexcept {
    switch (latency) {
    case config::Latency::Balanced:
        return {0, 100};
    case config::Latency::Smooth:
        return {200, 400};
    case config::Latency::Instant:
        break;
    }
    return {0, 0};
}

/// The word for it in the configuration, the API and the page. Thread: pure.
constexpr const char* playoutWord(config::Latency latency) noexcept {
    switch (latency) {
    case config::Latency::Balanced:
        return "balanced";
    case config::Latency::Smooth:
        return "smooth";
    case config::Latency::Instant:
        break;
    }
    return "instant";
}

} // namespace vitrine::camera
