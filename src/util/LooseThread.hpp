// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "util/Clock.hpp"

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <pthread.h>
#include <string>
#include <thread>
#include <utility>

namespace vitrine::util {

/// A thread for what may hang, in a disk or a decoder: its end is waited for within reason, and
/// then it is left behind. So `body` owns, or shares, all that it uses.
///
/// Owner: whoever has work for it. Thread: thread-safe. Calls out on: its own thread (`body`).
class LooseThread {
  public:
    /// `name` becomes the thread's name (15 characters count).
    LooseThread(const std::string& name, std::function<void()> body)
        : end_(std::make_shared<End>()) {
        std::thread thread([end = end_, run = std::move(body)]() mutable {
            run();
            run = {}; // what it shared is gone before its end is told
            const std::lock_guard lock(end->mutex);
            end->reached = true;
            end->changed.notify_all();
        });
        pthread_setname_np(thread.native_handle(), name.substr(0, 15).c_str());
        thread.detach();
    }
    ~LooseThread() = default;
    LooseThread(const LooseThread&) = delete;
    LooseThread& operator=(const LooseThread&) = delete;

    /// Whether it has ended by then.
    bool endsBy(Clock::time_point when) const {
        std::unique_lock lock(end_->mutex);
        return end_->changed.wait_until(lock, when, [this] { return end_->reached; });
    }

  private:
    struct End {
        std::mutex mutex;
        std::condition_variable changed;
        bool reached = false; // guarded by mutex
    };
    std::shared_ptr<End> end_;
};

} // namespace vitrine::util
