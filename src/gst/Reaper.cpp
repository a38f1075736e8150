// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "gst/Reaper.hpp"

#include "util/Clock.hpp"
#include "util/Log.hpp"

#include <pthread.h>

namespace vitrine::gst {
namespace {

// A viewer takes 3 to 4 ms, an RTSP source as long as its server takes to answer TEARDOWN.
constexpr std::chrono::seconds kSlow{2};

} // namespace

Reaper::Reaper(std::string name, std::function<void()> tidyUp)
    : name_(std::move(name))
    , tidyUp_(std::move(tidyUp))
    , thread_([this] { run(); }) {
    pthread_setname_np(thread_.native_handle(), name_.substr(0, 15).c_str());
}

Reaper::~Reaper() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_one();
    thread_.join();
}

void Reaper::reap(Pipeline pipeline, std::function<void()> before,
                  std::function<void()> afterwards) {
    enqueue({std::move(pipeline), std::move(before), std::move(afterwards)});
}

void Reaper::perform(std::function<void()> work) {
    enqueue({std::nullopt, std::move(work), {}});
}

void Reaper::enqueue(Work work) {
    {
        const std::lock_guard lock(mutex_);
        pending_ += work.pipeline ? 1 : 0;
        queue_.push_back(std::move(work));
    }
    wake_.notify_one();
}

std::size_t Reaper::pending() const {
    const std::lock_guard lock(mutex_);
    return pending_ + (untidy_ ? 1 : 0);
}

void Reaper::carryOut(Work work) {
    const std::string name = work.pipeline ? GST_OBJECT_NAME(work.pipeline->get()) : "";
    const auto began = util::Clock::now();
    if (work.before)
        work.before();
    work.pipeline.reset();
    if (util::Clock::now() - began > kSlow)
        util::log::warning("gst", name.empty() ? "a part of a pipeline" : name,
                           " took long to stop");
    if (work.afterwards)
        work.afterwards();
}

void Reaper::run() {
    std::unique_lock lock(mutex_);
    for (;;) {
        awaitWork(lock);
        if (queue_.empty())
            return;
        auto work = std::move(queue_.front());
        queue_.pop_front();
        const bool whole = work.pipeline.has_value();
        lock.unlock();
        carryOut(std::move(work));
        lock.lock();
        if (whole) {
            --pending_;
            untidy_ = bool(tidyUp_);
        }
    }
}

void Reaper::awaitWork(std::unique_lock<std::mutex>& lock) {
    const auto due = [this] {
        return stopping_ || !queue_.empty();
    };
    if (untidy_ && !wake_.wait_for(lock, kQuiet, due)) {
        lock.unlock();
        tidyUp_();
        lock.lock();
        untidy_ = false;
    }
    wake_.wait(lock, due);
}

} // namespace vitrine::gst
