// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <optional>
#include <string>

namespace vitrine::camera {

/// Where a camera is in its life.
///
///     Idle -> Starting -> Live <-> Offline     start(), and whatever the source does then
///     any -> Stopping -> Idle                  stop(), until the source has let go
///
/// A camera that has failed is Offline, also while it is tried again, until it is Live.
enum class Phase { Idle, Starting, Live, Offline, Stopping };

/// The word for it in the API and the debug log. Thread: pure.
const char* phaseWord(Phase phase) noexcept;

/// A camera's state as viewers and operators see it.
struct State {
    Phase phase = Phase::Idle;
    /// Why it is not live, in words a person understands; empty when it is.
    std::string reason;
    /// When the last picture came (RFC 3339, in UTC), while it is offline; empty when none did.
    std::string lastPicture;
    bool operator==(const State&) const = default;
};

/// What says when a camera's frames were captured.
enum class CaptureTime {
    Source,       ///< the source's own time stamps: a driver's, a file's, the test picture's
    SenderReport, ///< a network camera's clock, by RTCP
    Arrival       ///< nothing does: a frame is as old as its first packet here
};

/// What a live camera's stream turned out to be.
struct StreamFacts {
    /// The encoder element; empty when the stream passes through as it comes.
    std::string encoder;
    int width = 0;
    int height = 0;
    CaptureTime captureTime = CaptureTime::Arrival;
    /// How long before its arrival here a frame is captured, where sender reports tell; seconds.
    std::optional<double> beforeArrival;
};

} // namespace vitrine::camera
