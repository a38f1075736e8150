// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "CameraHouse.hpp"
#include "support/RtpFrames.hpp"
#include "support/catch.hpp"

#include <algorithm>

using namespace vitrine;
using namespace std::chrono_literals;
using camera::Phase;
using test::House;
using test::settings;

TEST_CASE("a camera gives whole frames in house time, the first a key frame") {
    House house(settings("test:"));
    house.camera.start();
    REQUIRE(house.reaches(Phase::Live));
    REQUIRE(house.hasFrames(10));
    const auto frames = house.sink->frames();
    CHECK(frames[0].key);
    CHECK(frames[0].keyOnRequest);
    for (std::size_t i = 1; i < frames.size(); ++i)
        CHECK(frames[i].time > frames[i - 1].time);
    CHECK(frames.back().time <= house.time.now());
    CHECK(house.time.now() - frames[0].time < 20 * GST_SECOND);
    CHECK(house.camera.facts().width == 320);
    CHECK_FALSE(house.camera.facts().encoder.empty());
}

TEST_CASE("a viewer is offered caps that do not change from run to run") {
    House house(settings("test:"));
    house.camera.start();
    REQUIRE(house.reaches(Phase::Live));
    const auto first = house.camera.caps();
    house.camera.stop();
    CHECK(house.camera.state().phase == Phase::Stopping);
    CHECK_FALSE(house.camera.caps());
    REQUIRE(house.reaches(Phase::Idle));
    house.camera.start();
    REQUIRE(house.reaches(Phase::Live));
    CHECK(gst_caps_is_equal(first.get(), house.camera.caps().get()));
}

TEST_CASE("a camera that was stopped goes on in the same RTP stream") {
    House house(settings("test:"));
    house.camera.start();
    REQUIRE(house.hasFrames(3));
    house.camera.stop();
    const auto before = house.sink->frames();
    house.camera.start();
    REQUIRE(house.hasFrames(before.size() + 3));
    const auto after = house.sink->frames();
    const auto lastBefore = test::sequences(before.back().packets.get()).back();
    const auto firstAfter = test::sequences(after[before.size()].packets.get()).front();
    CHECK(firstAfter == static_cast<guint16>(lastBefore + 1));
    CHECK(after[before.size()].time > before.back().time);
    CHECK(after[before.size()].key);
}

TEST_CASE("a key frame comes on request") {
    House house(settings("test:"));
    house.camera.start();
    REQUIRE(house.hasFrames(5));
    const auto asked = house.sink->frames().size();
    house.keyFrames->request();
    REQUIRE(test::runUntil([&] {
        const auto frames = house.sink->frames();
        return std::any_of(frames.begin() + static_cast<std::ptrdiff_t>(asked), frames.end(),
                           [](const auto& frame) { return frame.key; });
    }));
}

TEST_CASE("a source that cannot start is offline with the reason, and tried again") {
    House house(settings("v4l2:/dev/no-such-camera"));
    house.camera.start();
    REQUIRE(house.reaches(Phase::Offline));
    CHECK_THAT(house.camera.state().reason, ContainsSubstring("/dev/no-such-camera"));
    REQUIRE(test::runUntil([&] { return house.camera.restarts() >= 2; }));
    house.camera.stop();
    CHECK(house.reaches(Phase::Idle));
}

TEST_CASE("a source that ends is offline and comes back") {
    House house(settings("pipeline:videotestsrc num-buffers=20 is-live=true ! "
                         "video/x-raw,width=320,height=240,framerate=30/1"));
    house.camera.start();
    REQUIRE(house.reaches(Phase::Live));
    REQUIRE(house.reaches(Phase::Offline));
    CHECK_THAT(house.camera.state().lastPicture, ContainsSubstring("Z"));
    REQUIRE(house.reaches(Phase::Live));
    CHECK(house.camera.state().lastPicture.empty());
    CHECK(house.camera.restarts() == 1);
}

TEST_CASE("a camera that is wanted again while it stops starts when the source has let go") {
    // Every frame takes the source 0.7 s, in which it cannot be stopped.
    House house(settings("pipeline:videotestsrc is-live=true ! "
                         "video/x-raw,width=320,height=240,framerate=30/1 ! "
                         "identity sleep-time=700000"));
    house.camera.start();
    REQUIRE(house.reaches(Phase::Live));
    house.camera.stop();
    CHECK(house.camera.state().phase == Phase::Stopping);
    house.camera.start();
    CHECK(house.camera.state().phase == Phase::Starting);
    house.camera.stop();
    CHECK(house.camera.state().phase == Phase::Stopping);
    house.camera.start();
    REQUIRE(house.reaches(Phase::Live));
    CHECK(house.camera.restarts() == 0);
}

TEST_CASE("after stop no frame comes") {
    House house(settings("test:"));
    house.camera.start();
    REQUIRE(house.hasFrames(2));
    house.camera.stop();
    const auto count = house.sink->frames().size();
    // Another camera's life takes longer than a frame of the stopped one would.
    House other(settings("test:"));
    other.camera.start();
    REQUIRE(other.hasFrames(5));
    CHECK(house.sink->frames().size() == count);
}

TEST_CASE("a server that is not there is named in words a person understands") {
    House house(settings("rtsp://anna:secret@127.0.0.1:9/stream"));
    house.camera.start();
    REQUIRE(house.reaches(Phase::Offline));
    CHECK(house.camera.state().reason == "the RTSP server 127.0.0.1:9 does not answer");
    CHECK(house.camera.state().lastPicture.empty());
    // It stays offline, and says so, while it is tried again.
    REQUIRE(test::runUntil([&] { return house.camera.restarts() >= 1; }));
    CHECK(house.camera.state().phase == Phase::Offline);
}
