// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "camera/State.hpp"

namespace vitrine::camera {

const char* phaseWord(Phase phase) noexcept {
    switch (phase) {
    case Phase::Idle:
        return "idle";
    case Phase::Starting:
        return "starting";
    case Phase::Live:
        return "live";
    case Phase::Offline:
        return "offline";
    case Phase::Stopping:
        return "stopping";
    }
    return "offline";
}

} // namespace vitrine::camera
