// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "gst/Reapers.hpp"
#include "metrics/HouseMetrics.hpp"
#include "support/MainLoopRunner.hpp"
#include "viewer/Viewer.hpp"
#include "viewer/hazards/BareWebrtc.hpp"
#include "viewer/hazards/Hazard.hpp"

#include <filesystem>

namespace vitrine::hazards {
namespace {

constexpr int kRounds = 20;
// It is a race that the leak wins every tenth time or so: as often as it takes.
constexpr int kMostRounds = 600;

// A transport that stays keeps its socket, its thread's contexts and all that is behind them.
int descriptors() {
    namespace fs = std::filesystem;
    const fs::directory_iterator all("/proc/self/fd");
    return static_cast<int>(std::distance(begin(all), end(all)));
}

/// A webrtcbin that ends when it has been told to begin.
void endBare() {
    BareWebrtc peer("while-negotiating");
    const auto offer = peer.offer();
    peer.setLocalDescription(offer.get(), nullptr);
    const auto ending = peer.release();
}

/// What a viewer needs: the daemon's rooms up to the viewers', with a camera that runs.
class Rooms {
  public:
    Rooms()
        : metrics_(registry_)
        , cameraReapers_("camera-reaper", [] {})
        , readiness_("viewer-feedback")
        , reaper_("viewer-reaper")
        , feed_(testCamera(), {time_, cameraReapers_, workers_}, metrics_) {
        feed_.begin();
        test::runUntil([this] { return feed_.camera().state().phase == camera::Phase::Live; });
    }

    /// The daemon's own viewer, which goes as soon as it has been told to begin, as one does whose
    /// browser is gone by then.
    void endViewer() {
        std::unique_ptr<viewer::Viewer> viewer;
        bool ended = false;
        const util::Token token;
        viewer::Viewer::Events events{[&](const std::string&) {
                                          util::post(token.weak(), [&] {
                                              viewer.reset();
                                              ended = true;
                                          });
                                      },
                                      [](const std::string&, unsigned) {},
                                      [](const std::string&, const std::string&) {
                                      }};
        viewer = std::make_unique<viewer::Viewer>("viewer", feed_, house_, util::Clock::now(),
                                                  std::move(events));
        test::runUntil([&] { return ended && reaper_.pending() == 0; });
    }

  private:
    static config::Camera testCamera() {
        config::Camera camera;
        camera.id = "test";
        camera.source = "test:";
        camera.width = 64;
        camera.height = 64;
        camera.framerate = 5;
        return camera;
    }

    metrics::Registry registry_;
    metrics::HouseMetrics metrics_;
    gst::HouseTime time_;
    camera::Workers workers_;
    gst::Reapers cameraReapers_;
    util::Readiness readiness_;
    gst::Reaper reaper_;
    fanout::Feed feed_;
    viewer::House house_{time_, reaper_, readiness_, {.localAddresses = {"127.0.0.1"}}, {}};
};

} // namespace

void endWhileNegotiating(Guard guard) {
    Rooms rooms;
    rooms.endViewer(); // what the first one opens for all stays open
    const int before = descriptors();
    sayReady();
    int left = 0;
    if (guard == Guard::Without)
        for (int i = 0; i < kMostRounds && left == 0; ++i) {
            endBare();
            left = descriptors() - before;
        }
    else
        for (int i = 0; i < kRounds; ++i)
            rooms.endViewer();
    sayLeft(descriptors() - before);
}

} // namespace vitrine::hazards
