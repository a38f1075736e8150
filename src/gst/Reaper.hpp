// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gst/Pipeline.hpp"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace vitrine::gst {

/// The only thread that sets a pipeline to NULL: webrtcbin waits there for its own threads, so
/// that no callback of theirs, and nobody holding a lock one of them wants, may do it.
///
/// Owner: Daemon; outlives every camera and viewer. Thread: thread-safe. Calls out on: its own
/// thread (`before`, `afterwards`, `tidyUp`).
class Reaper {
  public:
    /// How long nobody must have come for `tidyUp`.
    static constexpr std::chrono::seconds kQuiet{1};

    /// `name` becomes the thread's name (15 characters count). `tidyUp` is called when there has
    /// been work and then none for kQuiet.
    explicit Reaper(std::string name, std::function<void()> tidyUp = {});
    /// Finishes everything in the queue.
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

  private:
    struct Work {
        std::optional<Pipeline> pipeline;
        std::function<void()> before;
        std::function<void()> afterwards;
    };

    void run();
    void enqueue(Work work);
    void awaitWork(std::unique_lock<std::mutex>& lock);
    static void carryOut(Work work);

    mutable std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Work> queue_;  // guarded by mutex_
    std::size_t pending_ = 0; // guarded by mutex_
    bool stopping_ = false;   // guarded by mutex_
    bool untidy_ = false;     // guarded by mutex_
    std::string name_;
    std::function<void()> tidyUp_;
    std::thread thread_;
};

} // namespace vitrine::gst
