// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "fanout/Feed.hpp"

#include <algorithm>
#include <vector>

namespace vitrine::fanout {

Feed::Demand::Demand(Feed& feed)
    : feed_(feed)
    , alive_(feed.token_.weak()) {
    feed.acquire();
}

Feed::Demand::~Demand() {
    if (!alive_.expired())
        feed_.giveBack();
}

Feed::Observer::Observer(Feed& feed, Function fn)
    : feed_(feed)
    , alive_(feed.token_.weak())
    , fn_(std::move(fn))
    , place_(feed.observers_.insert(feed.observers_.end(), this)) {}

Feed::Observer::~Observer() {
    if (!alive_.expired())
        feed_.observers_.erase(place_);
}

Feed::Feed(const config::Camera& camera, const camera::House& house, metrics::HouseMetrics& metrics)
    : metrics_(std::make_shared<metrics::CameraMetrics>(metrics, camera.id))
    , keyFrames_(std::make_shared<camera::KeyFrameRequester>())
    , fanOut_(
          std::make_shared<FanOut>([keyFrames = keyFrames_] { keyFrames->request(); }, metrics_))
    , camera_(camera, house, fanOut_, keyFrames_, metrics_->restarts,
              [this](const camera::State& state) { onState(state); }) {}

void Feed::begin() {
    if (settings().onDemand)
        return;
    metrics_->wanted->set(1);
    camera_.start();
}

bool Feed::configure(const config::Camera& camera) {
    const bool anew = camera_.configure(camera);
    linger_.stop();
    begin();
    if (demands_ == 0)
        endWhenUnwanted();
    return anew;
}

void Feed::onState(const camera::State& state) {
    metrics_->up->set(state.phase == camera::Phase::Live ? 1 : 0);
    // Told from the loop, not from within the camera's own change: an observer may end itself,
    // another, or the camera.
    util::post(token_.weak(), [this, state] {
        const std::vector<Observer*> told(observers_.begin(), observers_.end());
        for (auto* observer : told) {
            const bool stillThere =
                std::find(observers_.begin(), observers_.end(), observer) != observers_.end();
            if (stillThere)
                observer->fn_(state);
        }
    });
}

void Feed::acquire() {
    ++demands_;
    linger_.stop();
    camera_.setWatched(true);
    metrics_->wanted->set(1);
    camera_.start();
}

void Feed::giveBack() {
    if (--demands_ > 0)
        return;
    camera_.setWatched(false);
    endWhenUnwanted();
}

void Feed::endWhenUnwanted() {
    if (settings().onDemand)
        linger_.once(settings().linger, [this] {
            metrics_->wanted->set(0);
            camera_.stop();
        });
}

} // namespace vitrine::fanout
