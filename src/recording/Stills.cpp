// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "recording/Stills.hpp"

#include "recording/Jpeg.hpp"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>

namespace vitrine::recording {
namespace {

using namespace std::chrono_literals;

// A picture takes milliseconds; a decoder that hangs must not hold up the end.
constexpr auto kPatience = 1s;

} // namespace

/// Makes one picture after the other. Thread: thread-safe.
class Stills::Worker {
  public:
    using Job = std::function<void()>;

    void perform(Job job) {
        const std::lock_guard lock(mutex_);
        jobs_.push_back(std::move(job));
        changed_.notify_all();
    }

    /// Has run() end when its job is done.
    void stop() {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
        changed_.notify_all();
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

    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Job> jobs_;  // guarded by mutex_
    bool stopping_ = false; // guarded by mutex_
};

Stills::Stills(const gst::HouseTime& houseTime)
    : houseTime_(houseTime)
    , began_(std::to_string(g_get_real_time())) {}

Stills::~Stills() {
    if (!worker_)
        return;
    worker_->stop();
    thread_->endsBy(util::Clock::now() + kPatience);
}

void Stills::get(const fanout::Feed& feed, Done done) {
    auto& entry = entries_[feed.settings().id];
    if (entry.made && util::Clock::now() - entry.when < kFresh)
        return done(*entry.made);
    if (!entry.waiting.empty()) {
        entry.waiting.push_back(std::move(done));
        return;
    }
    const auto key = feed.fanOut()->newestKey();
    if (!key.wire)
        return done(util::Error{"no-picture", "the camera has given no key frame yet"});
    auto tag = tagOf(key);
    if (entry.made && *entry.made && entry.made->value()->tag == tag)
        return done(*entry.made);
    entry.waiting.push_back(std::move(done));
    make(feed.settings().id, key, std::move(tag));
}

std::string Stills::tagOf(const fanout::FanOut::Key& key) const {
    return began_ + '-' + std::to_string(key.captured) + '-' + std::to_string(key.sequence);
}

void Stills::forget(std::string_view id) {
    const auto found = entries_.find(id);
    if (found == entries_.end())
        return;
    for (const auto& done : std::exchange(found->second.waiting, {}))
        done(util::Error{"no-picture", "the camera is gone"});
    entries_.erase(found);
}

void Stills::make(const std::string& id, const fanout::FanOut::Key& key, std::string tag) {
    if (!worker_) {
        worker_ = std::make_shared<Worker>();
        thread_ =
            std::make_unique<util::LooseThread>("stills", [worker = worker_] { worker->run(); });
    }
    worker_->perform([this, id, wire = key.wire, tag = std::move(tag),
                      captured = houseTime_.wallAt(key.captured), token = token_.weak()] {
        auto jpeg = jpegOf(wire);
        const auto made = jpeg ? util::Result(Picture(std::make_shared<Still>(
                                     Still{std::move(jpeg).value(), tag, captured})))
                               : util::Result<Picture>(jpeg.error());
        util::post(token, [this, id, made] { onMade(id, made); });
    });
}

void Stills::onMade(const std::string& id, util::Result<Picture> made) {
    const auto found = entries_.find(id);
    if (found == entries_.end())
        return;
    auto& entry = found->second;
    entry.made = std::move(made);
    entry.when = util::Clock::now();
    for (const auto& done : std::exchange(entry.waiting, {}))
        done(*entry.made);
}

} // namespace vitrine::recording
