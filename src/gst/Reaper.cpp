// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "gst/Reaper.hpp"

#include "gst/Story.hpp"
#include "util/Log.hpp"

#include <pthread.h>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <list>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace vitrine::gst {
namespace {

// A viewer takes 3 to 4 ms.
constexpr std::chrono::seconds kSlow{2};

} // namespace

struct Reaper::Work {
    std::optional<Pipeline> pipeline;
    std::function<void()> before;
    std::function<void()> afterwards;

    std::string name() const {
        return pipeline ? GST_OBJECT_NAME(pipeline->get()) : "a part of a pipeline";
    }
};

/// One thread; what it is at is guarded by Shared::mutex.
struct Reaper::Worker {
    std::thread thread;
    std::string at; // empty: nothing
    Ref<GstElement> pipeline;
    util::Clock::time_point since;
    bool reported = false; // that it hangs
    bool replaced = false; // by another thread, which has taken the queue over
};

struct Reaper::Shared {
    std::function<void()> tidyUp;
    std::mutex mutex;
    std::condition_variable wake;     // there is something to do
    std::condition_variable progress; // something has ended
    // Guarded by mutex:
    std::deque<Work> queue;
    std::size_t pending = 0;
    std::size_t ended = 0;
    bool stopping = false;
    bool untidy = false;
    std::shared_ptr<Worker> current;
    std::list<std::shared_ptr<Worker>> stuck;

    void run(Worker& worker);
    void awaitWork(std::unique_lock<std::mutex>& lock);
    void carryOut(Worker& worker, Work work);
    void begin(Worker& worker, const Work& work);
    void end(Worker& worker, bool whole);
};

void Reaper::Shared::run(Worker& worker) {
    std::unique_lock lock(mutex);
    while (!worker.replaced) {
        awaitWork(lock);
        if (queue.empty())
            return;
        auto work = std::move(queue.front());
        queue.pop_front();
        const bool whole = work.pipeline.has_value();
        begin(worker, work);
        lock.unlock();
        carryOut(worker, std::move(work));
        lock.lock();
        end(worker, whole);
    }
}

void Reaper::Shared::awaitWork(std::unique_lock<std::mutex>& lock) {
    const auto due = [this] {
        return stopping || !queue.empty();
    };
    if (untidy && !wake.wait_for(lock, kQuiet, due)) {
        lock.unlock();
        tidyUp();
        lock.lock();
        untidy = false;
    }
    wake.wait(lock, due);
}

void Reaper::Shared::begin(Worker& worker, const Work& work) {
    worker.at = work.name();
    worker.since = util::Clock::now();
    worker.reported = false;
    if (work.pipeline)
        worker.pipeline = {work.pipeline->get(), share};
}

void Reaper::Shared::end(Worker& worker, bool whole) {
    ++ended;
    if (whole) {
        --pending;
        untidy = bool(tidyUp);
    }
    worker.at.clear();
    if (worker.replaced)
        stuck.remove_if([&](const auto& each) { return each.get() == &worker; });
    progress.notify_all();
}

void Reaper::Shared::carryOut(Worker& worker, Work work) {
    if (work.before)
        work.before();
    work.pipeline.reset();
    Ref<GstElement> last;
    {
        const std::lock_guard lock(mutex);
        std::swap(last, worker.pipeline);
    }
    last.reset();
    if (util::Clock::now() - worker.since > kSlow)
        util::log::warning(about(Room::Gst, worker.at), worker.at, " took long to stop");
    if (work.afterwards)
        work.afterwards();
}

Reaper::Reaper(std::string name, std::function<void()> tidyUp, std::function<void()> giveUp)
    : name_(std::move(name))
    , giveUp_(std::move(giveUp))
    , shared_(std::make_shared<Shared>()) {
    shared_->tidyUp = std::move(tidyUp);
    startWorker();
}

Reaper::~Reaper() {
    if (!finish())
        giveUp_();
}

void Reaper::startWorker() {
    auto worker = std::make_shared<Worker>();
    worker->thread = std::thread([shared = shared_, worker] { shared->run(*worker); });
    pthread_setname_np(worker->thread.native_handle(), name_.substr(0, 15).c_str());
    shared_->current = std::move(worker);
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
        const std::lock_guard lock(shared_->mutex);
        shared_->pending += work.pipeline ? 1 : 0;
        shared_->queue.push_back(std::move(work));
    }
    shared_->wake.notify_one();
}

std::size_t Reaper::pending() const {
    const std::lock_guard lock(shared_->mutex);
    return shared_->pending + (shared_->untidy ? 1 : 0);
}

std::size_t Reaper::stuck() const {
    const std::lock_guard lock(shared_->mutex);
    return shared_->stuck.size();
}

void Reaper::look(util::Clock::time_point now) {
    const std::lock_guard lock(shared_->mutex);
    auto& worker = *shared_->current;
    if (worker.at.empty() || now - worker.since < StuckPipeline::kPatience)
        return;
    if (!std::exchange(worker.reported, true))
        stuckPipeline_.report(worker.at, worker.pipeline);
    if (shared_->stuck.size() >= kMostStuck)
        return;
    worker.replaced = true;
    worker.thread.detach();
    shared_->stuck.push_back(std::move(shared_->current));
    startWorker();
}

bool Reaper::finish() {
    auto& shared = *shared_;
    std::unique_lock lock(shared.mutex);
    shared.stopping = true;
    shared.wake.notify_all();
    const auto latest = util::Clock::now() + kMostPatience;
    const auto done = [&] {
        return shared.queue.empty() && shared.current->at.empty();
    };
    bool ends = true;
    while (!done() && ends) {
        const auto before = shared.ended;
        ends = shared.progress.wait_until(lock, std::min(latest, util::Clock::now() + kPatience),
                                          [&] { return shared.ended != before; });
    }
    const auto worker = shared.current;
    const auto at = worker->at;
    const auto pipeline = worker->pipeline;
    const bool nobodyHangs = shared.stuck.empty();
    const bool finished = done();
    lock.unlock();
    if (finished) {
        worker->thread.join();
        return nobodyHangs;
    }
    worker->thread.detach();
    if (!worker->reported)
        stuckPipeline_.reportAtTheEnd(at, pipeline);
    return false;
}

} // namespace vitrine::gst
