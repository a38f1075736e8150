// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "tools/loadviewer/Scenario.hpp"

#include <algorithm>
#include <iostream>

namespace vitrine::loadviewer {

using namespace std::chrono_literals;

namespace {

ViewerSettings settingsFor(const Options& options, unsigned index) {
    ViewerSettings settings;
    settings.index = index;
    settings.url = options.url;
    settings.protocol = options.protocol;
    settings.checkAll = options.checkEvery != 0 && index % options.checkEvery == 0;
    settings.nack = options.nack;
    settings.pliInterval = options.pliInterval;
    settings.claimedLoss = options.claimedLoss;
    settings.playoutDelay = options.playoutDelay;
    settings.joinLimit = options.joinLimit;
    return settings;
}

} // namespace

LoadScenario::LoadScenario(const Options& options, Share share, const Surroundings& surroundings)
    : options_(options)
    , share_(share)
    , surroundings_(surroundings)
    , next_(share.first) {}

void LoadScenario::tick(Clock::time_point now) {
    began_ = began_.value_or(now);
    if (!finished_)
        startDue(now);
    for (auto& viewer : viewers_)
        viewer.tick(now);
    if (next_ < share_.count && !finished_)
        return;
    const bool joining = std::ranges::any_of(
        viewers_, [](const Viewer& viewer) { return viewer.phase() == Viewer::Phase::Joining; });
    if (!joined_ && !joining)
        joined_ = now;
    if (joined_ && !steady_ && now - *joined_ >= options_.settle)
        beginWindow(now);
    // Nobody left to watch: there is no point in waiting.
    const bool nobody = std::ranges::all_of(viewers_, &Viewer::over);
    if (!finished_ && !nobody && (!steady_ || now - *steady_ < options_.duration))
        return;
    if (results_.empty())
        judge(now);
    over_ = std::ranges::all_of(viewers_, &Viewer::over);
}

void LoadScenario::startDue(Clock::time_point now) {
    for (; next_ < share_.count; next_ += share_.step) {
        const std::chrono::duration<double> due{options_.joinRate > 0 ? next_ / options_.joinRate
                                                                      : 0};
        if (now - *began_ < due)
            return;
        viewers_.emplace_back(surroundings_, settingsFor(options_, next_)).start(now);
    }
}

void LoadScenario::beginWindow(Clock::time_point now) {
    steady_ = now;
    for (auto& viewer : viewers_)
        viewer.mark(now);
    // Who samples the server from outside waits for this line.
    if (options_.announce)
        std::cerr << "steady" << std::endl;
}

void LoadScenario::judge(Clock::time_point now) {
    for (auto& viewer : viewers_) {
        auto& result = results_.emplace_back(resultOf(viewer, now));
        if (result.failure.empty() && result.frames < options_.minFrames)
            result.failure = "only " + std::to_string(result.frames) + " frames came, " +
                             std::to_string(options_.minFrames) + " were asked for";
        viewer.leave();
    }
}

ChurnScenario::ChurnScenario(const Options& options, Share share, unsigned parallel,
                             const Surroundings& surroundings)
    : options_(options)
    , share_(share)
    , parallel_(parallel)
    , surroundings_(surroundings)
    , next_(share.first) {}

void ChurnScenario::tick(Clock::time_point now) {
    for (auto& viewer : active_)
        viewer.tick(now);
    for (auto at = active_.begin(); at != active_.end();) {
        const auto viewer = at++;
        if (!viewer->over())
            continue;
        results_.push_back(resultOf(*viewer, now));
        const bool held = viewer->settings().leave == Leave::HalfOpen;
        if (held) {
            const auto until = options_.hold > 0s ? now + options_.hold : Clock::time_point::max();
            auto& place = halfOpen_.emplace_back(Held{{}, until});
            place.viewer.splice(place.viewer.begin(), active_, viewer);
        } else {
            active_.erase(viewer);
        }
    }
    std::erase_if(halfOpen_, [&](const Held& held) { return now >= held.until; });
    for (; next_ < share_.count && active_.size() < parallel_; next_ += share_.step) {
        auto settings = settingsFor(options_, next_);
        settings.leave = options_.leaves[next_ % options_.leaves.size()];
        // Garbage takes its kinds in turn, whatever the turn of the leaves is.
        settings.index = next_ / static_cast<unsigned>(options_.leaves.size());
        active_.emplace_back(surroundings_, settings).start(now);
    }
}

} // namespace vitrine::loadviewer
