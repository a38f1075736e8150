// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gst/gst.h>

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace vitrine::camera {

/// Tells a source that has frozen, and goes on sending, from one whose picture does not change.
///
/// What cannot be of a source that sees: capture times that moved and then stand still; and one
/// H.264 access unit that comes again byte for byte, because each has a number that the next one
/// has not (frame_num, idr_pic_id: ITU-T H.264, section 7.4.3). A picture without noise may well be
/// the same as raw video or as JPEG: there only the times count.
///
/// Owner: Tail's probe. Thread: one at a time.
class FrozenWatch {
  public:
    /// No source that is only slow needs that long.
    static constexpr GstClockTime kLongest = 5 * GST_SECOND;

    /// A frame came `now`, captured at `time` as its source says; `coded` are its bytes when it is
    /// H.264. Gives what is wrong, in words a person understands, when it has been so for kLongest.
    std::optional<std::string_view> see(GstClockTime time, std::span<const std::uint8_t> coded,
                                        GstClockTime now);

  private:
    /// Something that is the same since some time.
    struct Same {
        std::optional<GstClockTime> since;
        bool lasts(bool same, GstClockTime now);
    };

    GstClockTime time_ = GST_CLOCK_TIME_NONE;
    bool moved_ = false;
    std::vector<std::uint8_t> coded_;
    Same sameTime_;
    Same sameCode_;
};

} // namespace vitrine::camera
