// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gst/DebugLog.hpp"
#include "util/Clock.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace vitrine::gst {

/// Writes the last debug lines to a file when something has gone wrong: what led to it is there
/// also when nobody was looking. One file, replaced, once a minute at most.
///
/// Owner: Daemon. Thread: main.
class DebugDump {
  public:
    static constexpr std::chrono::seconds kInterval{60};

    /// `path` of the file; see defaultPath().
    DebugDump(const DebugLog& log, std::string path)
        : log_(log)
        , path_(std::move(path)) {}

    /// vitrine-debug.log where a StuckPipeline is drawn, too.
    static std::string defaultPath();

    /// Writes when there was trouble since the last time, and it is time; to be called now and
    /// then. Whether it wrote.
    bool look(util::Clock::time_point now);

  private:
    void write() const;

    const DebugLog& log_;
    std::string path_;
    unsigned told_ = 0;
    std::optional<util::Clock::time_point> written_;
};

} // namespace vitrine::gst
