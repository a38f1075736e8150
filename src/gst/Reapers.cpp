// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "gst/Reapers.hpp"

#include <pthread.h>

#include <algorithm>
#include <condition_variable>
#include <list>
#include <mutex>
#include <thread>

namespace vitrine::gst {
struct Reapers::Shared {
    struct UnderWay {
        std::string name;
        Ref<GstElement> pipeline;
        util::Clock::time_point since = util::Clock::now();
        bool reported = false; // that it hangs
    };
    using Place = std::list<UnderWay>::iterator;

    std::mutex mutex;
    std::condition_variable ended;
    std::list<UnderWay> underWay; // guarded by mutex

    Place begin(const std::string& name, Ref<GstElement> pipeline) {
        const std::lock_guard lock(mutex);
        return underWay.insert(underWay.end(), {name, std::move(pipeline)});
    }
    void letGo(Place place) {
        Ref<GstElement> last;
        const std::lock_guard lock(mutex);
        std::swap(last, place->pipeline);
    }
    void end(Place place) {
        const std::lock_guard lock(mutex);
        underWay.erase(place);
        ended.notify_all();
    }
};

Reapers::Reapers(std::string name, std::function<void()> giveUp)
    : name_(std::move(name))
    , giveUp_(std::move(giveUp))
    , shared_(std::make_shared<Shared>()) {}

Reapers::~Reapers() {
    std::unique_lock lock(shared_->mutex);
    const auto& underWay = shared_->underWay;
    const auto done = [&] {
        return underWay.empty();
    };
    // In the order of their coming: the last one is waited for longest.
    if (!done() && !shared_->ended.wait_until(lock, underWay.back().since + kPatience, done)) {
        const auto left = underWay;
        lock.unlock();
        for (const auto& each : left)
            if (!each.reported)
                stuckPipeline_.reportAtTheEnd(each.name, each.pipeline);
        giveUp_();
    }
}

void Reapers::reap(Pipeline pipeline, std::function<void()> afterwards) {
    const auto place =
        shared_->begin(GST_OBJECT_NAME(pipeline.get()), {pipeline.get(), gst::share});
    start([shared = shared_, place, last = std::make_shared<Pipeline>(std::move(pipeline)),
           then = std::move(afterwards)]() mutable {
        last.reset();
        shared->letGo(place);
        if (then)
            then();
        shared->end(place);
    });
}

void Reapers::reap(const std::string& what, std::function<void()> end,
                   std::function<void()> afterwards) {
    const auto place = shared_->begin(what, {});
    start([shared = shared_, place, end = std::move(end), then = std::move(afterwards)] {
        end();
        if (then)
            then();
        shared->end(place);
    });
}

void Reapers::start(std::function<void()> work) {
    std::thread thread(std::move(work));
    pthread_setname_np(thread.native_handle(), name_.substr(0, 15).c_str());
    thread.detach();
}

void Reapers::look(util::Clock::time_point now) {
    const std::lock_guard lock(shared_->mutex);
    for (auto& each : shared_->underWay) {
        if (each.reported || now - each.since < StuckPipeline::kPatience)
            continue;
        each.reported = true;
        stuckPipeline_.report(each.name, each.pipeline);
    }
}

std::size_t Reapers::stuck() const {
    const std::lock_guard lock(shared_->mutex);
    return static_cast<std::size_t>(std::count_if(shared_->underWay.begin(),
                                                  shared_->underWay.end(),
                                                  [](const auto& each) { return each.reported; }));
}

} // namespace vitrine::gst
