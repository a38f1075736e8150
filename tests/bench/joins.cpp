// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// joins [VIEWERS [ROUNDS]]: what who joins is given first, compared: the next key frame, which is
// asked for (at most one every 250 ms), or the newest one and all since. The real test camera with
// its encoder and the real fan-out; the viewers count what they are given. VIEWERS (50) join within
// one second, ROUNDS (8) times for each way, between two key frames of the camera's own.
#include "support/MainLoopRunner.hpp"

#include "fanout/FanOut.hpp"

#include "camera/Camera.hpp"
#include "gst/Init.hpp"

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>

using namespace vitrine;
using namespace std::chrono_literals;
using Milliseconds = std::chrono::duration<double, std::milli>;

namespace {

/// A viewer without a network.
class Counting : public fanout::FrameSender {
  public:
    bool send(const camera::EncodedFrame& frame, rtp::DatagramBatch& /*scratch*/) override {
        if (frames_.fetch_add(1) == 0)
            waitedMs = Milliseconds(util::Clock::now() - came_).count();
        // What comes in one go with the first frame: nothing of it is new.
        if (frame.ready != newest_ && util::Clock::now() - came_ < Milliseconds(waitedMs + 5))
            burst += frame.bytes;
        newest_ = frame.ready;
        bytes += frame.bytes;
        return true;
    }
    bool shows() const { return frames_ > 0; }

    std::atomic<double> waitedMs{0};
    std::atomic<std::size_t> burst{0};
    std::atomic<std::size_t> bytes{0};

  private:
    util::Clock::time_point came_ = util::Clock::now();
    GstClockTime newest_ = GST_CLOCK_TIME_NONE;
    std::atomic<unsigned> frames_{0};
};

/// Lets the main loop run.
void pass(std::chrono::milliseconds time) {
    const auto end = util::Clock::now() + time;
    test::runUntil([end] { return util::Clock::now() >= end; }, time + 1s);
}

double at(std::vector<double> values, double quantile) {
    std::sort(values.begin(), values.end());
    return values[static_cast<std::size_t>(quantile * static_cast<double>(values.size() - 1))];
}

void compare(const char* way, GstClockTime catchUp, unsigned viewers, unsigned rounds) {
    metrics::Registry registry;
    metrics::HouseMetrics house{registry};
    const auto counters = std::make_shared<metrics::CameraMetrics>(house, "test");
    const auto keyFrames = std::make_shared<camera::KeyFrameRequester>();
    const auto fanOut =
        std::make_shared<fanout::FanOut>([keyFrames] { keyFrames->request(); }, counters, catchUp);
    config::Camera settings;
    settings.id = "test";
    settings.source = "test:";
    settings.width = 640;
    settings.height = 480;
    settings.bitrate = 1500;
    const gst::HouseTime time;
    gst::Reapers reapers{"reaper", [] {
                         }};
    camera::Workers workers;
    camera::Camera camera(settings, {time, reapers, workers}, fanOut, keyFrames, counters->restarts,
                          [](const camera::State&) {});
    camera.start();
    if (!test::runUntil([&] { return camera.state().phase == camera::Phase::Live; }, 20s))
        return;
    const auto watcher = std::make_shared<Counting>();
    const auto watching =
        fanOut->subscribe(watcher, std::make_shared<fanout::KeyframeBudget>(), util::Clock::now());
    pass(2s);
    const std::size_t restBegan = watcher->bytes;
    pass(1s);
    const auto rest = watcher->bytes - restBegan;
    const auto asked = counters->keyFramesForced->value();
    std::vector<double> waits;
    std::vector<double> bursts;
    std::size_t crowded = 0;
    for (unsigned round = 0; round < rounds; ++round) {
        std::vector<std::shared_ptr<Counting>> crowd;
        std::vector<std::shared_ptr<fanout::Subscription>> seats;
        const std::size_t began = watcher->bytes;
        for (unsigned i = 0; i < viewers; ++i) {
            crowd.push_back(std::make_shared<Counting>());
            seats.push_back(fanOut->subscribe(
                crowd.back(), std::make_shared<fanout::KeyframeBudget>(), util::Clock::now()));
            pass(std::chrono::milliseconds(1000 / viewers));
        }
        crowded += watcher->bytes - began;
        test::runUntil([&] {
            return std::all_of(crowd.begin(), crowd.end(), [](auto& one) { return one->shows(); });
        });
        for (unsigned i = 0; i < viewers; ++i) {
            waits.push_back(crowd[i]->waitedMs);
            bursts.push_back(static_cast<double>(crowd[i]->burst) / 1024);
            fanOut->unsubscribe(seats[i]);
        }
        pass(1500ms);
    }
    std::printf("| %s | %.0f / %.0f / %.0f | %.0f / %.0f | %.1f | %.0f | %.0f |\n", way,
                at(waits, 0.5), at(waits, 0.95), at(waits, 1), at(bursts, 0.5), at(bursts, 1),
                static_cast<double>(counters->keyFramesForced->value() - asked) / rounds,
                static_cast<double>(rest) * 8 / 1000,
                static_cast<double>(crowded) * 8 / 1000 / rounds);
    std::fflush(stdout);
}

} // namespace

int main(int argc, char** argv) {
    gst_init(nullptr, nullptr);
    const auto number = [&](int place, unsigned otherwise) {
        return argc > place ? std::max(1U, unsigned(std::strtoul(argv[place], nullptr, 10)))
                            : otherwise;
    };
    const auto viewers = number(1, 50);
    const auto rounds = number(2, 8);
    std::puts(
        "| given first | first frame after, ms: p50 / p95 / last | at once, KB: p50 / most | "
        "key frames asked for | kbit/s before | while they join |\n|---|---|---|---|---|---|");
    compare("the next key frame", 0, viewers, rounds);
    compare("the newest of up to 250 ms, or the next", fanout::FanOut::kCatchUp, viewers, rounds);
    compare("the newest of up to 1 s, or the next", GST_SECOND, viewers, rounds);
    compare("the newest, whatever its age", 3600 * GST_SECOND, viewers, rounds);
    return EXIT_SUCCESS;
}
