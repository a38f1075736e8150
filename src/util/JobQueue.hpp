// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <limits>
#include <mutex>
#include <optional>
#include <utility>

namespace vitrine::util {

/// Work that main does not have the time for, done one after the other by the thread that calls
/// run().
///
/// Owner: whoever has the work; shared with a thread that may be left behind. Thread: thread-safe.
/// Calls out on: run()'s thread.
class JobQueue {
  public:
    using Job = std::function<void()>;

    /// No more than so many wait.
    explicit JobQueue(std::size_t most = std::numeric_limits<std::size_t>::max())
        : most_(most) {}

    /// False when too many wait already.
    bool add(Job job) {
        const std::lock_guard lock(mutex_);
        if (jobs_.size() >= most_)
            return false;
        jobs_.push_back(std::move(job));
        changed_.notify_one();
        return true;
    }

    /// Has run() return when its job is done; what waits is never done.
    void stop() {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
        changed_.notify_one();
    }

    void run() {
        while (const auto job = next())
            (*job)();
    }

  private:
    std::optional<Job> next() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return stopping_ || !jobs_.empty(); });
        if (stopping_)
            return std::nullopt;
        auto job = std::move(jobs_.front());
        jobs_.pop_front();
        return job;
    }

    const std::size_t most_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Job> jobs_;  // guarded by mutex_
    bool stopping_ = false; // guarded by mutex_
};

} // namespace vitrine::util
