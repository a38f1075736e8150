// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gst/Pipeline.hpp"
#include "gst/StuckPipeline.hpp"
#include "util/Clock.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <string>

namespace vitrine::gst {

/// Sets each pipeline to NULL on a thread of its own: a source that does not let go, such as a
/// driver that hangs, holds up nobody else's end. Whatever else of a camera may hang at its end it
/// waits for in the same way.
///
/// Owner: Daemon; outlives every camera. Thread: thread-safe. Calls out on: the pipeline's own
/// reaping thread (`afterwards`); the destructor's (`giveUp`).
class Reapers {
  public:
    /// How long after it was handed over a pipeline is waited for at the end of all of them.
    static constexpr std::chrono::milliseconds kPatience{3000};

    /// `name` becomes the threads' name (15 characters count). `giveUp` is called at the end when
    /// a pipeline has not stopped even then.
    Reapers(std::string name, std::function<void()> giveUp);
    /// Waits for all, but for each no longer than kPatience.
    ~Reapers();
    Reapers(const Reapers&) = delete;
    Reapers& operator=(const Reapers&) = delete;

    /// Takes a pipeline to its end, then calls `afterwards`.
    void reap(Pipeline pipeline, std::function<void()> afterwards = {});

    /// The same of anything: `end` takes it to its end; `what` is its name in the log.
    void reap(const std::string& what, std::function<void()> end,
              std::function<void()> afterwards = {});

    /// To be called now and then: says which have taken longer than StuckPipeline::kPatience at
    /// `now`, once for each.
    void look(util::Clock::time_point now = util::Clock::now());

    /// Pipelines that look() has found.
    std::size_t stuck() const;

  private:
    struct Shared; // outlives this where a thread hangs

    void start(std::function<void()> work);

    std::string name_;
    std::function<void()> giveUp_;
    StuckPipeline stuckPipeline_;
    std::shared_ptr<Shared> shared_;
};

} // namespace vitrine::gst
