// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "util/Clock.hpp"
#include "util/LogFormat.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace vitrine::util::log {

/// Keeps lines that come again and again from filling a log: of those that are alike in a minute
/// the first few are written, the others counted, and one line says how many there were.
///
/// Lines are alike that are about the same camera and differ in nothing but numbers: "viewer 7
/// ended" and "viewer 8 ended". Some hold what strangers say, which is never alike: of one place in
/// the source so many are written, whatever they say. Debug lines are never left out, as somebody
/// asked for them, nor what is alwaysTold().
///
/// Owner: the log. Thread: any one at a time.
class Repeats {
  public:
    static constexpr unsigned kWritten = 5;
    /// Of one place in the source, about one camera.
    static constexpr unsigned kWrittenOfPlace = 30;
    static constexpr std::chrono::seconds kWindow{60};

    /// A line is to be written: what is to be written now, which may be nothing, or begin with what
    /// is due.
    std::vector<Line> take(const Line& line, Clock::time_point now);

    /// The lines that stand for those left out, of every minute that is over, or of `all`. They
    /// have no MESSAGE_ID: nothing happens when they are written.
    std::vector<Line> due(Clock::time_point now, bool all = false);

  private:
    struct Kind {
        Clock::time_point began;
        std::uint64_t written = 0;
        std::uint64_t leftOut = 0;
        Line last;
    };

    Kind& kindOf(std::string key, const Line& line, Clock::time_point now);
    static void tell(const Kind& kind, Clock::time_point now, std::vector<Line>& lines);

    std::map<std::string, Kind> kinds_; // by what their lines have in common
};

} // namespace vitrine::util::log
