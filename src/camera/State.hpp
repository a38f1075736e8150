// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <string>

namespace vitrine::camera {

/// Where a camera is in its life.
enum class Phase { Idle, Starting, Live, Offline };

/// A camera's state as viewers and operators see it.
struct State {
    Phase phase = Phase::Idle;
    /// Why it is not live, in words a person understands; empty when it is.
    std::string reason;
    bool operator==(const State&) const = default;
};

/// What a live camera's stream turned out to be.
struct StreamFacts {
    /// The encoder element; empty when the stream passes through as it comes.
    std::string encoder;
    int width = 0;
    int height = 0;
};

} // namespace vitrine::camera
