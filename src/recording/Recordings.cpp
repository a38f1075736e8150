// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "recording/Recordings.hpp"

#include "util/Log.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace vitrine::recording {
namespace {

using namespace std::chrono_literals;

// A disk takes what is here within moments, or hangs. The daemon's whole end has 5 s.
constexpr auto kAllEndWithin = 1s;

} // namespace

Recordings::~Recordings() {
    for (auto& [id, recorder] : std::exchange(recorders_, {}))
        end(std::move(recorder));
    const auto deadline = util::Clock::now() + kAllEndWithin;
    bool hangs = false;
    for (const auto& recorder : ending_)
        hangs = !recorder->endsBy(deadline) || hangs;
    if (hangs) {
        util::log::warning("recording", "a disk hangs; what was not written is left behind");
        giveUp_();
    }
}

void Recordings::apply(const std::vector<config::Camera>& cameras, const fanout::Feeds& feeds) {
    for (auto each = recorders_.begin(); each != recorders_.end();) {
        const auto& id = each->first;
        const auto wanted = std::find_if(cameras.begin(), cameras.end(),
                                         [&id](const auto& camera) { return camera.id == id; });
        const auto* feed = feeds.find(id);
        if (feed && wanted != cameras.end() && each->second->serves(wanted->record, *feed)) {
            ++each;
            continue;
        }
        end(std::move(each->second));
        metrics_.removeRecording(id);
        each = recorders_.erase(each);
    }
    for (const auto& camera : cameras)
        if (const auto* feed = feeds.find(camera.id);
            feed && !camera.record.path.empty() && !recorders_.contains(camera.id))
            recorders_.emplace(
                camera.id, std::make_unique<Recorder>(camera.record, *feed, houseTime_, metrics_));
}

std::optional<Status> Recordings::of(std::string_view camera) const {
    const auto found = recorders_.find(camera);
    return found == recorders_.end() ? std::nullopt : std::optional(found->second->status());
}

void Recordings::end(std::unique_ptr<Recorder> recorder) {
    std::erase_if(ending_,
                  [](const auto& each) { return each->endsBy(util::Clock::time_point{}); });
    recorder->end();
    ending_.push_back(std::move(recorder));
}

} // namespace vitrine::recording
