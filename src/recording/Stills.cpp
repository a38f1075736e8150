// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "recording/Stills.hpp"

#include "recording/Jpeg.hpp"

#include <utility>

namespace vitrine::recording {
namespace {

using namespace std::chrono_literals;

// A picture takes milliseconds; a decoder that hangs must not hold up the end.
constexpr auto kThreadEndsWithin = 1s;

} // namespace

Stills::Stills(const gst::HouseTime& houseTime)
    : houseTime_(houseTime)
    , began_(std::to_string(g_get_real_time())) {}

Stills::~Stills() {
    if (!jobs_)
        return;
    jobs_->stop();
    thread_->endsBy(util::Clock::now() + kThreadEndsWithin);
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
    if (!jobs_) {
        jobs_ = std::make_shared<util::JobQueue>();
        thread_ = std::make_unique<util::LooseThread>("stills", [jobs = jobs_] { jobs->run(); });
    }
    jobs_->add([this, id, wire = key.wire, tag = std::move(tag),
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
