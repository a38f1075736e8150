// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "util/Clock.hpp"

#include <chrono>
#include <cstddef>
#include <deque>
#include <optional>
#include <vector>

namespace vitrine::metrics {

/// What memory was in use at one moment, and by how many viewers.
struct MemorySample {
    util::Clock::time_point at;
    std::size_t viewers = 0;
    double bytes = 0.0;
};

/// How memory grows with time when everything else stays as it is.
struct Growth {
    /// A house without viewers counts as one with one.
    double bytesPerViewerHour = 0.0;
    double standardError = 0.0;
    /// What that came to in the whole window.
    double bytes = 0.0;
    /// It can hardly be chance, is worth a word, and goes on: neither a step nor a warming up.
    bool significant = false;
};

/// Finds out whether memory grows while viewers watch: a leak, which a viewer's own memory, taken
/// and given back as viewers come and go, must not hide or feign.
///
/// Samples are gathered into blocks, each of which counts with its least, because what is free and
/// not yet given back comes and goes. The blocks of the last hours are sorted by how many viewers
/// there were, and one slope over viewer-hours is fitted to all of these groups, each of which has
/// a level of its own (a common slope with fixed effects). Neighbours resemble each other, for
/// which the error is widened (first-order autocorrelation).
///
/// Owner: MemoryMonitor. Thread: any one at a time.
class GrowthWatch {
  public:
    static constexpr std::chrono::minutes kBlock{2};
    static constexpr std::size_t kMostBlocks = 90; // three hours
    static constexpr std::size_t kLeastBlocks = 15;
    /// Less growth in the window is not worth a word.
    static constexpr double kNoticeable = 4.0 * 1024 * 1024;
    /// So many standard errors are hardly chance.
    static constexpr double kSure = 5.0;

    /// In the order of their times.
    void add(const MemorySample& sample);

    /// Nothing while there is too little to go by.
    std::optional<Growth> growth() const;

  private:
    struct Block {
        util::Clock::time_point began;
        std::size_t group = 0;    // of comparable numbers of viewers
        double viewers = 0.0;     // when it had its least
        double viewerHours = 0.0; // since the first sample of all
        double bytes = 0.0;       // the least
    };

    struct Point {
        double viewers = 0.0;
        double hours = 0.0;
        double bytes = 0.0;
    };
    /// What blocks have more or less than their groups' means.
    struct Deviations {
        std::vector<Point> points;
        std::size_t groups = 0;
    };

    static std::size_t groupOf(std::size_t viewers) noexcept;
    std::optional<Growth> fit(std::size_t first, std::size_t last) const;

    Deviations deviationsFromGroups(std::size_t first, std::size_t last) const;

    std::deque<Block> blocks_; // the last one is still open
    std::optional<MemorySample> last_;
    double viewerHours_ = 0.0;
};

} // namespace vitrine::metrics
