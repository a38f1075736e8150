// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "camera/Camera.hpp"
#include "fanout/FanOut.hpp"
#include "util/MainLoop.hpp"

#include <functional>
#include <list>
#include <memory>

namespace vitrine::fanout {

/// One camera and its audience: what the rooms to the right know of a camera.
///
/// An on-demand camera runs while somebody holds a Demand, and `linger` longer.
///
/// Owner: Feeds. Thread: main. Calls out on: main (the observers).
class Feed {
  public:
    /// Held by whoever wants the camera to run. Owner: a viewer. Thread: main.
    class Demand {
      public:
        explicit Demand(Feed& feed);
        ~Demand();
        Demand(const Demand&) = delete;
        Demand& operator=(const Demand&) = delete;

      private:
        Feed& feed_;
        util::WeakToken alive_;
    };

    /// A registration for state changes that ends with its destructor.
    class Observer {
      public:
        using Function = std::function<void(const camera::State&)>;
        Observer(Feed& feed, Function fn);
        ~Observer();
        Observer(const Observer&) = delete;
        Observer& operator=(const Observer&) = delete;

      private:
        friend class Feed;
        Feed& feed_;
        util::WeakToken alive_;
        Function fn_;
        std::list<Observer*>::iterator place_;
    };

    Feed(const config::Camera& camera, const camera::House& house, metrics::HouseMetrics& metrics);
    Feed(const Feed&) = delete;
    Feed& operator=(const Feed&) = delete;
    ~Feed() = default;

    /// Starts the camera unless it runs on demand only.
    void begin();

    /// From now on its camera is configured like this; its audience stays. Says whether the camera
    /// was started anew for it.
    bool configure(const config::Camera& camera);

    const config::Camera& settings() const noexcept { return camera_.settings(); }
    const camera::Camera& camera() const noexcept { return camera_; }
    /// Shared, because a viewer's streaming thread may use it while the feed ends.
    const std::shared_ptr<FanOut>& fanOut() const noexcept { return fanOut_; }
    const metrics::CameraMetrics& metrics() const noexcept { return *metrics_; }
    /// Shows in the metrics what the camera's own process uses now, where it has one.
    void showWorker() const { metrics_->showWorker(camera_.worker()); }
    /// Viewers that want it to run.
    unsigned demands() const noexcept { return demands_; }

  private:
    void onState(const camera::State& state);
    void acquire();
    void giveBack();
    void endWhenUnwanted();

    std::shared_ptr<const metrics::CameraMetrics> metrics_;
    std::shared_ptr<camera::KeyFrameRequester> keyFrames_;
    std::shared_ptr<FanOut> fanOut_;
    camera::Camera camera_;
    unsigned demands_ = 0;
    util::Timer linger_;
    std::list<Observer*> observers_;
    util::Token token_;
};

} // namespace vitrine::fanout
