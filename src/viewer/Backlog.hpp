// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "rtp/DatagramBatch.hpp"
#include "viewer/MediaPath.hpp"

#include <gst/gst.h>

namespace vitrine::viewer {

/// What did not go into a socket at once, and has to leave before anything else: the end of a frame
/// that is larger than the socket's buffer, and the frames after it. Bounded in frames and in time:
/// what has waited longer is no live picture any more.
///
/// Owner: an ExpressSender. Thread: one at a time.
class Backlog {
  public:
    static constexpr unsigned kMostFrames = 16;
    static constexpr GstClockTime kLongest = 500 * GST_MSECOND;

    bool empty() const noexcept { return frames_ == 0; }
    /// Whether another frame may wait.
    bool full() const noexcept { return frames_ >= kMostFrames; }
    /// Whether its oldest frame has waited too long.
    bool late(GstClockTime now) const noexcept { return !empty() && now > since_ + kLongest; }

    /// A frame's datagrams from `from` on.
    void add(const rtp::DatagramBatch& batch, std::size_t from, GstClockTime now);
    /// Sends what the path takes; empty afterwards when that is all.
    MediaPath::End send(MediaPath& path);
    /// Lets go of it all, and of its memory.
    void clear() noexcept;

  private:
    rtp::DatagramBatch waiting_;
    std::size_t sent_ = 0;
    unsigned frames_ = 0;
    GstClockTime since_ = 0;
};

} // namespace vitrine::viewer
