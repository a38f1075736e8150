// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "util/Log.hpp"
#include "util/TokenBucket.hpp"

#include <gst/gst.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace vitrine::camera {

/// One line of GStreamer's debug log, as gst_debug_log_get_line() writes it.
struct DebugLine {
    GstDebugLevel level;
    std::string_view category;
    std::string_view text; ///< file, line, function, object and message
};
/// Nothing where it is no such line. Thread: pure.
std::optional<DebugLine> parseDebugLine(std::string_view line);

/// One line of our own log, as util::log writes it where nobody else reads.
struct LogLine {
    util::log::Level level;
    std::string_view text; ///< with the room that speaks
};
std::optional<LogLine> parseLogLine(std::string_view line);

/// What a camera's own process writes to its standard error, told here again under the camera's
/// name: debug lines in their own categories, the rest as lines of our log. Too much of it is left
/// out, and counted.
///
/// Owner: WorkerEar. Thread: one at a time.
class WorkerLog {
  public:
    static constexpr std::size_t kMostLine = 4096;
    static constexpr double kMostLines = 1000; // a second

    explicit WorkerLog(std::string camera)
        : camera_(std::move(camera)) {}

    /// The next bytes, which may end within a line.
    void take(std::string_view bytes);

  private:
    void add(std::string_view part);
    void tell(std::string_view line);

    std::string camera_;
    std::string line_; // that has no end yet
    util::TokenBucket lines_{kMostLines, 2 * kMostLines};
    std::uint64_t leftOut_ = 0;
};

} // namespace vitrine::camera
