// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "publish/Outlets.hpp"

#include <algorithm>
#include <utility>

namespace vitrine::publish {
namespace {

using namespace std::chrono_literals;

// As for viewers: a server's death is seen that much later at most, and after such a pause it was
// this program that stood still.
constexpr auto kCheckEvery = 500ms;
constexpr auto kStoodStill = 2s;
constexpr auto kLookEvery = 20ms;

constexpr std::string_view kCameraPlace = "{camera}";

/// Ends those that are no more wanted as they are.
template <typename Outlets, typename Wanted>
void endUnwanted(Outlets& outlets, const Wanted& wanted) {
    std::erase_if(outlets, [&](const auto& each) {
        return std::find(wanted.begin(), wanted.end(), each->settings()) == wanted.end();
    });
}

template <typename Outlets>
bool has(const Outlets& outlets, const std::string& name) {
    return std::any_of(outlets.begin(), outlets.end(),
                       [&](const auto& each) { return each->settings().name == name; });
}

} // namespace

void Outlets::apply(const config::Config& config) {
    elsewhere_ = config.elsewhere;
    endUnwanted(publications_, config.publishes);
    endUnwanted(forwards_, config.forwards);
    for (const auto& publish : config.publishes)
        if (auto* feed = feeds_.find(publish.camera); feed && !has(publications_, publish.name))
            publications_.push_back(
                std::make_unique<Publication>(publish, *feed, house_, http_, metrics_));
    for (const auto& forward : config.forwards)
        if (auto* feed = feeds_.find(forward.camera); feed && !has(forwards_, forward.name))
            forwards_.push_back(std::make_unique<Forward>(forward, *feed));
    watch();
}

void Outlets::endAllOf(std::string_view camera) {
    const auto isOfCamera = [camera](const auto& each) {
        return each->settings().camera == camera;
    };
    std::erase_if(publications_, isOfCamera);
    std::erase_if(forwards_, isOfCamera);
    watch();
}

void Outlets::endAll(std::chrono::milliseconds patience, std::function<void()> done) {
    elsewhere_ = {};
    publications_.clear();
    forwards_.clear();
    watch();
    if (http_.pending() == 0)
        return done();
    const auto until = util::Clock::now() + patience;
    ending_.every(kLookEvery, [this, until, done = std::move(done)] {
        if (http_.pending() > 0 && util::Clock::now() < until)
            return;
        const auto call = done; // which goes with the timer
        ending_.stop();
        call();
    });
}

std::optional<std::string> Outlets::elsewhere(std::string_view camera) const {
    if (!elsewhere_.viewersAbove || viewers_.viewers() < *elsewhere_.viewersAbove)
        return std::nullopt;
    const bool seen =
        std::any_of(publications_.begin(), publications_.end(), [camera](const auto& each) {
            return each->settings().camera == camera && each->phase() == Publication::Phase::Live;
        });
    if (!seen)
        return std::nullopt;
    auto url = elsewhere_.watchUrl;
    for (auto at = url.find(kCameraPlace); at != std::string::npos; at = url.find(kCameraPlace, at))
        url.replace(at, kCameraPlace.size(), camera);
    return url;
}

void Outlets::watch() {
    if (publications_.empty())
        return checks_.stop();
    if (checks_.running())
        return;
    lastCheck_ = util::Clock::now();
    checks_.every(kCheckEvery, [this] { check(); });
}

void Outlets::check() {
    const auto now = util::Clock::now();
    if (now - std::exchange(lastCheck_, now) > kStoodStill)
        return;
    for (const auto& publication : publications_)
        publication->check(now);
}

} // namespace vitrine::publish
