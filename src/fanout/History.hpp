// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "camera/EncodedFrame.hpp"

#include <vector>

namespace vitrine::fanout {

/// The newest key frame and what followed it, for viewers who join: a stream that cannot be asked
/// for a key frame, or one that has just made one.
///
/// Owner: FanOut. Thread: one at a time. Holds references, no copies; empty while the frames since
/// the key frame are more than the bounds.
class History {
  public:
    static constexpr std::size_t kMostBytes = 4U << 20U;
    static constexpr std::size_t kMostFrames = 600;

    void add(const camera::EncodedFrame& frame);
    /// Forgets it all when the key frame is older than `age` at the time of the last frame.
    void keepYoungerThan(GstClockTime age);
    void clear();

    /// From the key frame on; empty when there is none within the bounds.
    const std::vector<camera::EncodedFrame>& frames() const noexcept { return frames_; }

  private:
    std::vector<camera::EncodedFrame> frames_;
    std::size_t bytes_ = 0;
};

} // namespace vitrine::fanout
