// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "CameraHouse.hpp"
#include "support/RtpFrames.hpp"
#include "support/catch.hpp"

#include "camera/RtpStream.hpp"
#include "gst/PlayoutDelay.hpp"

#include <algorithm>
#include <array>
#include <utility>

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

namespace {

/// The playout-delay extension of a frame's first packet, as on the wire.
unsigned playoutDelayOf(const camera::EncodedFrame& frame) {
    GstRTPBuffer rtp = GST_RTP_BUFFER_INIT;
    REQUIRE(gst_rtp_buffer_map(gst_buffer_list_get(frame.packets.get(), 0), GST_MAP_READ, &rtp));
    gpointer data = nullptr;
    guint size = 0;
    REQUIRE(gst_rtp_buffer_get_extension_onebyte_header(&rtp, camera::kPlayoutDelayId, 0, &data,
                                                        &size));
    REQUIRE(size == 3);
    const auto value = GST_READ_UINT24_BE(static_cast<const guint8*>(data));
    gst_rtp_buffer_unmap(&rtp);
    return value;
}

/// Bytes a second of the frames so far, without the first second of those from `from` on, in which
/// some are of before.
double rateOf(const std::vector<camera::EncodedFrame>& frames, std::size_t from) {
    constexpr std::size_t kSecond = 30;
    std::size_t bytes = 0;
    for (std::size_t i = from + kSecond; i < frames.size(); ++i)
        bytes += frames[i].bytes;
    return static_cast<double>(bytes) * kSecond /
           static_cast<double>(frames.size() - from - kSecond);
}

config::Camera encodedBy(const char* encoder, unsigned bitrate) {
    auto wanted = settings("test:");
    wanted.encoder = encoder;
    wanted.bitrate = bitrate;
    return wanted;
}

} // namespace

TEST_CASE("a running camera takes another bitrate without a new run") {
    House x264(encodedBy("x264enc", 800));
    House openh264(encodedBy("openh264enc", 800));
    const std::array<std::pair<const char*, House*>, 2> houses{
        {{"x264enc", &x264}, {"openh264enc", &openh264}}};
    for (const auto& [encoder, house] : houses)
        house->camera.start();
    std::vector<std::vector<double>> rates(houses.size());
    for (const unsigned bitrate : {800U, 200U, 800U}) {
        std::vector<std::size_t> from;
        for (const auto& [encoder, house] : houses) {
            CHECK_FALSE(house->camera.configure(encodedBy(encoder, bitrate)));
            from.push_back(house->sink->frames().size());
        }
        for (std::size_t i = 0; i < houses.size(); ++i) {
            REQUIRE(houses[i].second->hasFrames(from[i] + 60));
            rates[i].push_back(rateOf(houses[i].second->sink->frames(), from[i]));
        }
    }
    for (std::size_t i = 0; i < houses.size(); ++i) {
        INFO(houses[i].first << ": " << rates[i][0] << ", " << rates[i][1] << ", " << rates[i][2]);
        CHECK(rates[i][1] < rates[i][0] / 2);
        CHECK(rates[i][2] > rates[i][1] * 2);
        const auto frames = houses[i].second->sink->frames();
        CHECK(std::count_if(frames.begin(), frames.end(),
                            [](const auto& frame) { return frame.key; }) == 1);
    }
}

TEST_CASE("title, latency and demand change on a running camera; viewers are told the latency") {
    House house(settings("test:"));
    house.camera.start();
    REQUIRE(house.hasFrames(5));
    CHECK(playoutDelayOf(house.sink->frames().back()) == 0);
    auto other = settings("test:");
    other.title = "Door";
    other.latency = config::Latency::Smooth;
    other.onDemand = true;
    other.linger = 3s;
    REQUIRE_FALSE(house.camera.configure(other));
    const auto changed = house.sink->frames().size();
    REQUIRE(house.hasFrames(changed + 3));
    CHECK(playoutDelayOf(house.sink->frames().back()) == gst::packPlayoutDelay({200, 400}));
    CHECK(house.camera.settings().title == "Door");
    CHECK(house.camera.state().phase == Phase::Live);
}

TEST_CASE("what an encoder cannot change starts the camera anew in the same stream") {
    House house(settings("test:"));
    house.camera.start();
    REQUIRE(house.reaches(Phase::Live));
    REQUIRE(house.hasFrames(3));
    auto other = settings("test:");
    SECTION("the size") {
        other.width = 160;
    }
    SECTION("the interval of key frames, which x264 settles at its start") {
        other.encoder = "x264enc";
        other.keyframeInterval = 2s;
    }
    SECTION("the source") {
        other.source = "pipeline:videotestsrc is-live=true ! video/x-raw,width=320,height=240";
    }
    REQUIRE(house.camera.configure(other));
    CHECK(house.camera.state().phase == Phase::Starting);
    const auto before = house.sink->frames();
    REQUIRE(house.reaches(Phase::Live));
    REQUIRE(house.hasFrames(before.size() + 1)); // it is live with its caps, before its first frame
    const auto after = house.sink->frames();
    CHECK(test::sequences(after[before.size()].packets.get()).front() ==
          static_cast<guint16>(test::sequences(before.back().packets.get()).back() + 1));
    CHECK(after[before.size()].key);
    CHECK(house.camera.facts().width == static_cast<int>(other.width));
    CHECK(house.camera.restarts() == 0);
}

TEST_CASE("an offline camera is tried at once with another source") {
    House house(settings("v4l2:/dev/no-such-camera"));
    house.camera.start();
    REQUIRE(test::runUntil([&] { return house.camera.restarts() >= 2; }));
    REQUIRE(house.camera.configure(settings("test:")));
    CHECK(house.camera.state().reason.empty());
    REQUIRE(house.reaches(Phase::Live));
    CHECK(house.camera.restarts() <= 3);
    house.camera.stop();
    CHECK_FALSE(house.camera.configure(settings("file:/nowhere.mp4")));
    CHECK(house.reaches(Phase::Idle));
}
