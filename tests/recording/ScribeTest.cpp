// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "RealFrames.hpp"
#include "support/TempDir.hpp"
#include "support/catch.hpp"

#include "recording/Scribe.hpp"
#include "util/LooseThread.hpp"

#include <filesystem>

using namespace vitrine;
using namespace std::chrono_literals;
using State = recording::Status::State;
namespace fs = std::filesystem;

namespace {

struct Desk {
    test::TempDir folder;
    gst::HouseTime time;
    metrics::Registry registry;
    metrics::HouseMetrics house{registry};
    recording::RecordingMetrics counted{house, "front"};
    std::shared_ptr<recording::Intake> intake =
        std::make_shared<recording::Intake>(time, counted.dropped);
    std::shared_ptr<recording::Scribe> scribe;
    std::unique_ptr<util::LooseThread> thread;
    rtp::DatagramBatch scratch;
    GstClockTime moved = 0;
    std::uint16_t sequence = 0;

    void begin(const std::string& path) {
        scribe = std::make_shared<recording::Scribe>(config::Recording{path, 60s, 0h, 0}, "front",
                                                     intake, counted);
        thread = std::make_unique<util::LooseThread>("scribe", [s = scribe] { s->run(); });
    }
    /// A second of a camera's frames, behind those of before.
    void send() {
        static const auto frames = test::realFrames(31);
        for (auto frame : frames) {
            frame.captured += moved;
            frame.wire = test::renumbered(*frame.wire, sequence);
            sequence += static_cast<std::uint16_t>(frame.wire->packets().size());
            intake->send(frame, scratch);
        }
        moved += 2 * GST_SECOND;
    }
    bool reaches(State state) {
        return test::runUntil([&] { return scribe->status().state == state; });
    }
    bool end() const {
        intake->close();
        return thread->endsBy(util::Clock::now() + 10s);
    }
};

} // namespace

TEST_CASE("a scribe writes what comes and says so") {
    Desk desk;
    desk.begin(desk.folder.path("films"));
    CHECK(desk.scribe->status().state == State::Waiting);
    desk.send();
    CHECK(desk.reaches(State::Recording));
    CHECK(desk.scribe->status().since);
    CHECK(desk.counted.up->value() == 1);
    CHECK(desk.end());
    CHECK(desk.scribe->status().bytes > 1000);
    CHECK(desk.counted.dropped->value() == 0);
    CHECK(desk.counted.errors->value() == 0);
    CHECK(desk.counted.up->value() == 0);
}

TEST_CASE("a disk that takes nothing is said, counted and tried again") {
    Desk desk;
    desk.begin(desk.folder.path("disk/films"));
    desk.send();
    REQUIRE(desk.reaches(State::Failing));
    CHECK(desk.scribe->status().reason == "No such file or directory");
    CHECK(desk.counted.errors->value() == 1);
    CHECK(desk.counted.up->value() == 0);
    fs::create_directory(desk.folder.path("disk"));
    CHECK(test::runUntil([&] {
        desk.send();
        return desk.scribe->status().state == State::Recording;
    }));
    CHECK(desk.scribe->status().reason.empty());
    CHECK(desk.counted.dropped->value() >= 31);
    CHECK(desk.end());
    CHECK_FALSE(fs::is_empty(desk.folder.path("disk/films/front")));
}
