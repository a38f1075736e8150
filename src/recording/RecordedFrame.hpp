// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "rtp/WireFrame.hpp"

#include <chrono>
#include <cstdint>
#include <memory>

namespace vitrine::recording {

/// What a recording needs of a frame: its bytes, but not its buffers, which may be of a pool that
/// an encoder waits for. Thread: a plain value.
struct RecordedFrame {
    std::shared_ptr<const rtp::WireFrame> wire;
    /// When it was captured, in house time.
    std::chrono::nanoseconds time{0};
    /// A key frame's capture on the wall clock.
    std::chrono::system_clock::time_point wall;
    bool key = false;
};

} // namespace vitrine::recording
