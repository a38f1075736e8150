// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "CameraHouse.hpp"
#include "support/RtpFrames.hpp"
#include "support/RtspServer.hpp"
#include "support/Runner.hpp"
#include "support/catch.hpp"

#include "camera/CameraWorker.hpp"
#include "camera/Offer.hpp"

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <optional>

using namespace vitrine;
using namespace std::chrono_literals;
using camera::Phase;
using test::House;

// The camera's process is this program again.
int main(int argc, char** argv) {
    if (camera::isCameraWorker(argc, argv))
        return camera::runCameraWorker();
    return test::run(argc, argv);
}

namespace {

config::Camera isolated(const std::string& source) {
    auto settings = test::settings(source);
    settings.isolation = config::Isolation::Process;
    return settings;
}

// The one process that this one has started and that has not ended.
std::optional<pid_t> workerProcess() {
    for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
        std::ifstream file(entry.path() / "stat");
        std::string name;
        std::string state;
        pid_t pid = 0;
        pid_t parent = 0;
        // The name of this program has no blanks.
        if (file >> pid >> name >> state >> parent && parent == getpid() && state != "Z")
            return pid;
    }
    return std::nullopt;
}

bool ofProfile(const GstCaps* caps, const std::string& profile) {
    return camera::profileLevelId(caps).substr(0, 4) == profile;
}

} // namespace

TEST_CASE("a camera in its own process gives what one in this process would") {
    House here(test::settings("test:"));
    here.camera.start();
    REQUIRE(here.reaches(Phase::Live));
    House house(isolated("test:"));
    house.camera.start();
    REQUIRE(house.reaches(Phase::Live));
    REQUIRE(house.hasFrames(10));
    REQUIRE(workerProcess());
    // But for what no two cameras share.
    const gst::Ref<GstCaps> caps(gst_caps_copy(house.camera.caps().get()), gst::adopt);
    const auto* ours = gst_caps_get_structure(here.camera.caps().get(), 0);
    gst_structure_set_value(gst_caps_get_structure(caps.get(), 0), "ssrc",
                            gst_structure_get_value(ours, "ssrc"));
    INFO(gst::CharPtr(gst_caps_to_string(caps.get())).get());
    INFO(gst::CharPtr(gst_caps_to_string(here.camera.caps().get())).get());
    CHECK(gst_caps_is_equal(caps.get(), here.camera.caps().get()));
    const auto facts = house.camera.facts();
    CHECK(facts.width == 320);
    CHECK(facts.height == 240);
    CHECK(facts.encoder == here.camera.facts().encoder);
    CHECK(facts.captureTime == camera::CaptureTime::Source);
    const auto frames = house.sink->frames();
    CHECK(frames[0].key);
    CHECK(frames[0].keyOnRequest);
    for (std::size_t i = 1; i < frames.size(); ++i) {
        CHECK(frames[i].time > frames[i - 1].time);
        CHECK(frames[i].sequence ==
              frames[i - 1].sequence + gst_buffer_list_length(frames[i - 1].packets.get()));
        CHECK(frames[i].ready >= frames[i].time);
        CHECK(frames[i].captured <= frames[i].time);
    }
    CHECK(house.time.now() - frames[0].time < 20 * GST_SECOND);
}

TEST_CASE("an isolated camera makes a key frame on request, and stops") {
    House house(isolated("test:"));
    house.camera.start();
    REQUIRE(house.hasFrames(5));
    const auto asked = house.sink->frames().size();
    house.keyFrames->request();
    REQUIRE(test::runUntil([&] {
        const auto frames = house.sink->frames();
        return std::any_of(frames.begin() + static_cast<std::ptrdiff_t>(asked), frames.end(),
                           [](const auto& frame) { return frame.key; });
    }));
    house.camera.stop();
    const auto count = house.sink->frames().size();
    CHECK(house.camera.state().phase == Phase::Stopping);
    REQUIRE(house.reaches(Phase::Idle));
    CHECK_FALSE(workerProcess());
    CHECK(house.sink->frames().size() == count);
    house.camera.start();
    CHECK(house.hasFrames(count + 3));
    CHECK(house.sink->frames()[count].key);
}

TEST_CASE("an isolated camera that is killed comes back in the same stream") {
    House house(isolated("test:"));
    house.camera.start();
    REQUIRE(house.hasFrames(5));
    const auto killed = workerProcess();
    REQUIRE(killed);
    kill(*killed, SIGKILL);
    REQUIRE(house.reaches(Phase::Offline));
    CHECK(house.camera.state().reason == "its own process was killed by signal 9");
    const auto before = house.sink->frames();
    REQUIRE(house.reaches(Phase::Live));
    REQUIRE(house.hasFrames(before.size() + 5));
    const auto after = house.sink->frames();
    CHECK(after[before.size()].key);
    CHECK(after[before.size()].sequence ==
          before.back().sequence + gst_buffer_list_length(before.back().packets.get()));
    CHECK(after[before.size()].time > before.back().time);
    CHECK(workerProcess() != killed);
}

TEST_CASE("an isolated camera that stands still is killed, and comes back") {
    House house(isolated("test:"));
    house.camera.start();
    REQUIRE(house.hasFrames(5));
    const auto stopped = workerProcess();
    REQUIRE(stopped);
    kill(*stopped, SIGSTOP);
    REQUIRE(house.reaches(Phase::Offline));
    CHECK(house.camera.state().reason == "its own process hangs");
    REQUIRE(house.reaches(Phase::Live));
    CHECK(kill(*stopped, 0) != 0);
}

TEST_CASE("an isolated camera says why it gives no picture") {
    House house(isolated("v4l2:/dev/no-such-camera"));
    house.camera.start();
    REQUIRE(house.reaches(Phase::Offline));
    CHECK_THAT(house.camera.state().reason, ContainsSubstring("/dev/no-such-camera"));
}

TEST_CASE("an isolated camera is told another bit rate while it runs") {
    auto settings = isolated("test:");
    House house(settings);
    house.camera.start();
    REQUIRE(house.reaches(Phase::Live));
    const auto process = workerProcess();
    settings.bitrate = 300;
    CHECK_FALSE(house.camera.configure(settings));
    settings.isolation = config::Isolation::InProcess;
    CHECK(house.camera.configure(settings));
    REQUIRE(house.reaches(Phase::Live));
    CHECK(process);
    CHECK_FALSE(workerProcess());
}

TEST_CASE(
    "an isolated network camera tells when its frames were captured, as its sender reports it") {
    test::RtspServer::Options options;
    options.launch = test::RtspServer::live(test::RtspServer::kH264);
    const test::RtspServer server(std::move(options));
    House house(isolated(server.url()));
    house.camera.start();
    REQUIRE(house.reaches(Phase::Live));
    CHECK(house.camera.facts().captureTime == camera::CaptureTime::Arrival);
    const auto reported = [&] {
        return house.camera.facts().captureTime == camera::CaptureTime::SenderReport;
    };
    // Reports come every few seconds (RFC 3550, section 6.2).
    REQUIRE(test::runUntil(reported, 20s));
    REQUIRE(house.hasFrames(house.sink->frames().size() + 5));
    const auto frame = house.sink->frames().back();
    CHECK(frame.captured <= frame.time);
    CHECK(frame.time - frame.captured < 500 * GST_MSECOND);
}

TEST_CASE("what passes through from its own process is known as such") {
    House house(isolated("pipeline:videotestsrc is-live=true ! "
                         "video/x-raw,width=320,height=240,framerate=30/1 ! x264enc "
                         "tune=zerolatency key-int-max=30 ! video/x-h264,profile=baseline"));
    house.camera.start();
    REQUIRE(house.reaches(Phase::Live));
    REQUIRE(house.hasFrames(5));
    CHECK(house.camera.facts().encoder.empty());
    CHECK_FALSE(house.sink->frames()[0].keyOnRequest);
    CHECK(ofProfile(house.camera.caps().get(), "42c0"));
}
