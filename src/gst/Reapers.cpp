// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "gst/Reapers.hpp"

#include "util/Log.hpp"

#include <pthread.h>

#include <condition_variable>
#include <mutex>
#include <set>
#include <thread>

namespace vitrine::gst {

struct Reapers::Shared {
    std::mutex mutex;
    std::condition_variable ended;
    std::multiset<std::string> underWay; // names of pipelines; guarded by mutex

    void begin(const std::string& pipeline) {
        const std::lock_guard lock(mutex);
        underWay.insert(pipeline);
    }
    void end(const std::string& pipeline) {
        const std::lock_guard lock(mutex);
        underWay.erase(underWay.find(pipeline));
        ended.notify_all();
    }
};

Reapers::Reapers(std::string name, std::function<void()> giveUp)
    : name_(std::move(name))
    , giveUp_(std::move(giveUp))
    , shared_(std::make_shared<Shared>()) {}

Reapers::~Reapers() {
    std::unique_lock lock(shared_->mutex);
    if (shared_->ended.wait_for(lock, kPatience, [this] { return shared_->underWay.empty(); }))
        return;
    for (const auto& pipeline : shared_->underWay)
        util::log::warning("gst", pipeline, " does not stop; it is left behind");
    lock.unlock();
    giveUp_();
}

void Reapers::reap(Pipeline pipeline, std::function<void()> afterwards) {
    const std::string what = GST_OBJECT_NAME(pipeline.get());
    shared_->begin(what);
    std::thread thread([shared = shared_, what, last = std::move(pipeline),
                        then = std::move(afterwards)]() mutable {
        { const auto gone = std::move(last); }
        if (then)
            then();
        shared->end(what);
    });
    pthread_setname_np(thread.native_handle(), name_.substr(0, 15).c_str());
    thread.detach();
}

} // namespace vitrine::gst
