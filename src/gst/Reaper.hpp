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

/// The only thread that sets a viewer's pipeline to NULL (a camera's has one of its own, Reapers):
/// webrtcbin waits there for its own threads, so that no callback of theirs, and nobody holding a
/// lock one of them wants, may do it.
///
/// A pipeline that hangs keeps the thread; another then goes on with the queue.
///
/// Owner: Daemon; outlives every camera and viewer. Thread: thread-safe. Calls out on: its own
/// thread (`before`, `afterwards`, `tidyUp`); the destructor's (`giveUp`).
class Reaper {
  public:
    /// How long nobody must have come for `tidyUp`.
    static constexpr std::chrono::seconds kQuiet{1};
    /// So many threads may hang. After that nothing is reaped until one of them comes back, and
    /// pending() grows.
    static constexpr std::size_t kMostStuck = 8;
    /// How long the destructor waits for something to end, again and again while something does.
    static constexpr std::chrono::milliseconds kPatience{1500};
    /// How long it waits for everything, whatever ends.
    static constexpr std::chrono::milliseconds kMostPatience{3000};

    /// `name` becomes the thread's name (15 characters count). `tidyUp` is called when there has
    /// been work and then none for kQuiet, `giveUp` at the end when something hangs even then: it
    /// need not return.
    explicit Reaper(
        std::string name, std::function<void()> tidyUp = {}, std::function<void()> giveUp = [] {});
    /// Finishes everything in the queue, or gives up.
    ~Reaper();
    Reaper(const Reaper&) = delete;
    Reaper& operator=(const Reaper&) = delete;

    /// Takes a pipeline to its end. On the reaper's thread, `before` is called first, to wait for
    /// what must not be cut short, and `afterwards` last.
    void reap(Pipeline pipeline, std::function<void()> before = {},
              std::function<void()> afterwards = {});

    /// Calls `work` on the reaper's thread, after all that was handed over before: for parts of a
    /// pipeline that end before the whole.
    void perform(std::function<void()> work);

    /// Pipelines handed over and not yet gone, and one more until it has tidied up after them.
    std::size_t pending() const;
    /// Threads that hang.
    std::size_t stuck() const;

    /// To be called now and then: finds what has taken longer than StuckPipeline::kPatience at
    /// `now`, says so, and has another thread go on.
    void look(util::Clock::time_point now = util::Clock::now());

  private:
    struct Work;
    struct Worker;
    struct Shared; // outlives this where a thread hangs

    void enqueue(Work work);
    void startWorker();
    bool finish();

    std::string name_;
    std::function<void()> giveUp_;
    StuckPipeline stuckPipeline_;
    std::shared_ptr<Shared> shared_;
};

} // namespace vitrine::gst
