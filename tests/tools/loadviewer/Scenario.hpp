// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "tools/loadviewer/Options.hpp"
#include "tools/loadviewer/Result.hpp"

#include <algorithm>
#include <list>
#include <memory>

namespace vitrine::loadviewer {

/// What one shard does with its viewers.
///
/// Owner: the Shard. Thread: its shard's.
class Scenario {
  public:
    virtual ~Scenario() = default;
    /// Starts and ends viewers as it is time; called every 10 ms.
    virtual void tick(Clock::time_point now) = 0;
    /// Brings the end forward to the next tick.
    virtual void finish() = 0;
    virtual bool over() const = 0;
    virtual std::vector<ViewerResult> takeResults() = 0;
};

/// The viewers of one shard: every `step`-th from `first` on, below `count`.
struct Share {
    unsigned first = 0;
    unsigned step = 1;
    unsigned count = 0;
};

/// All viewers join, settle, watch for the time asked, and leave.
class LoadScenario final : public Scenario {
  public:
    LoadScenario(const Options& options, Share share, const Surroundings& surroundings);

    void tick(Clock::time_point now) override;
    void finish() override { finished_ = true; }
    bool over() const override { return over_; }
    std::vector<ViewerResult> takeResults() override { return std::move(results_); }

  private:
    void startDue(Clock::time_point now);
    void beginWindow(Clock::time_point now);
    void judge(Clock::time_point now);

    const Options& options_;
    Share share_;
    Surroundings surroundings_;
    std::list<Viewer> viewers_;
    std::vector<ViewerResult> results_;
    unsigned next_;
    std::optional<Clock::time_point> began_;
    std::optional<Clock::time_point> joined_;
    bool finished_ = false;
    /// From here on they watch for the time asked.
    std::optional<Clock::time_point> steady_;
    bool over_ = false;
};

/// Viewers come and go, a fixed number at a time.
class ChurnScenario final : public Scenario {
  public:
    ChurnScenario(const Options& options, Share share, unsigned parallel,
                  const Surroundings& surroundings);

    void tick(Clock::time_point now) override;
    void finish() override { next_ = std::max(next_, share_.count); }
    bool over() const override { return next_ >= share_.count && active_.empty(); }
    std::vector<ViewerResult> takeResults() override { return std::move(results_); }

  private:
    struct Held {
        std::list<Viewer> viewer;
        Clock::time_point until;
    };

    const Options& options_;
    Share share_;
    unsigned parallel_;
    Surroundings surroundings_;
    std::list<Viewer> active_;
    std::list<Held> halfOpen_;
    std::vector<ViewerResult> results_;
    unsigned next_;
};

} // namespace vitrine::loadviewer
