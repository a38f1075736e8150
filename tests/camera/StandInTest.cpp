// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "CameraHouse.hpp"
#include "Media.hpp"
#include "support/RtpFrames.hpp"
#include "support/TempDir.hpp"
#include "support/catch.hpp"

#include "camera/Offer.hpp"
#include "camera/StandInPicture.hpp"

#include <gst/video/video.h>

#include <algorithm>
#include <filesystem>

using namespace vitrine;
using camera::Phase;
using test::House;
using test::settings;

namespace {

/// A film that is not at its place yet, and a camera that plays it.
struct LateFilm {
    LateFilm() {
        test::runToEnd(test::film(60) +
                       "x264enc tune=zerolatency key-int-max=15 ! h264parse ! "
                       "matroskamux ! filesink location=" +
                       folder.path("elsewhere.mkv"));
    }
    void come() const {
        std::filesystem::rename(folder.path("elsewhere.mkv"), folder.path("film.mkv"));
    }
    void go() const {
        std::filesystem::rename(folder.path("film.mkv"), folder.path("elsewhere.mkv"));
    }
    config::Camera camera() const { return settings("file:" + folder.path("film.mkv")); }

    test::TempDir folder;
};

std::size_t standIns(const House& house) {
    const auto frames = house.sink->frames();
    return static_cast<std::size_t>(std::count_if(frames.begin(), frames.end(),
                                                  [](const auto& frame) { return frame.standIn; }));
}

bool shows(const House& house, bool standIn) {
    return test::runUntil(
        [&] {
            const auto frames = house.sink->frames();
            return !frames.empty() && frames.back().standIn == standIn;
        },
        std::chrono::seconds{20});
}

/// Pixels of ink in a picture's luma.
std::size_t ink(GstBuffer* picture, std::size_t pixels) {
    GstMapInfo map;
    REQUIRE(gst_buffer_map(picture, &map, GST_MAP_READ));
    const auto count = std::count(map.data, map.data + pixels, 200);
    gst_buffer_unmap(picture, &map);
    return static_cast<std::size_t>(count);
}

} // namespace

TEST_CASE("a watched camera without a picture gives one that stands in, in the same stream") {
    const LateFilm film;
    House house(film.camera());
    house.camera.setWatched(true);
    house.camera.start();
    REQUIRE(shows(house, true));
    REQUIRE(test::runUntil([&] { return house.camera.caps().get() != nullptr; }));
    CHECK(house.camera.state().phase == Phase::Offline);
    film.come();
    REQUIRE(shows(house, false));
    REQUIRE(house.reaches(Phase::Live));
    film.go();
    REQUIRE(shows(house, true));
    REQUIRE(test::runUntil([&] { return house.camera.caps().get() != nullptr; }));
    // What viewers were offered by the camera is what they are offered now.
    const auto standIn = house.camera.caps();
    film.come();
    REQUIRE(shows(house, false));
    REQUIRE(house.reaches(Phase::Live));
    CHECK(camera::sameOffer(standIn.get(), house.camera.caps().get()));

    const auto frames = house.sink->frames();
    for (std::size_t i = 0; i < frames.size(); ++i) {
        CAPTURE(i);
        CHECK((frames[i].key || !frames[i].standIn));
        if (i == 0)
            continue;
        // The first of each kind can be decoded by itself.
        CHECK((frames[i].key || frames[i].standIn == frames[i - 1].standIn));
        CHECK(frames[i].time > frames[i - 1].time);
        CHECK(frames[i].sequence ==
              frames[i - 1].sequence + gst_buffer_list_length(frames[i - 1].packets.get()));
        CHECK(test::sequences(frames[i].packets.get()).front() ==
              static_cast<guint16>(frames[i].sequence));
    }
}

TEST_CASE("nothing stands in for a camera that nobody watches") {
    const LateFilm film;
    House house(film.camera());
    house.camera.start();
    REQUIRE(house.reaches(Phase::Offline));
    REQUIRE(test::runUntil([&] { return house.camera.restarts() >= 2; }));
    CHECK(house.sink->frames().empty());
    CHECK_FALSE(house.camera.caps());
    house.camera.setWatched(true);
    REQUIRE(shows(house, true));
    REQUIRE(test::runUntil([&] { return house.camera.caps().get() != nullptr; }));
    house.camera.setWatched(false);
    CHECK_FALSE(house.camera.caps());
    const auto before = standIns(house);
    // Longer than its interval.
    REQUIRE(test::runUntil([&] { return house.camera.restarts() >= 4; }, std::chrono::seconds{20}));
    CHECK(standIns(house) == before);
}

TEST_CASE("the picture that stands in tells the camera, and since when it gives nothing") {
    g_setenv("TZ", "UTC", TRUE);
    using Lines = std::vector<std::string>;
    CHECK(camera::standInText("Front door", "front", "2026-11-25T12:03:59Z") ==
          Lines{"FRONT DOOR", "NO SIGNAL SINCE 12:03", "2026-11-25"});
    CHECK(camera::standInText("Küche", "kitchen", "") == Lines{"KUCHE", "NO SIGNAL"});
    CHECK(camera::standInText("玄関", "door-2", "") == Lines{"DOOR-2", "NO SIGNAL"});
    CHECK(camera::standInText("", "door-2", "") == Lines{"DOOR-2", "NO SIGNAL"});
}

TEST_CASE("its text fits pictures of every size") {
    const std::vector<std::string> lines{"FRONT DOOR", "NO SIGNAL SINCE 12:03", "2026-11-25"};
    std::size_t last = 0;
    for (const auto& [width, height] : {std::pair{320U, 240U}, {640U, 480U}, {1920U, 1080U}}) {
        const auto dots = ink(camera::drawStandIn(width, height, lines).get(), width * height);
        CAPTURE(width, height);
        CHECK(dots > last);
        CHECK(dots < width * height / 4);
        last = dots;
    }
    // Too small for a single letter: dark, and no byte beyond its end is touched.
    CHECK(ink(camera::drawStandIn(64, 64, lines).get(), 64 * 64) > 0);
    CHECK(ink(camera::drawStandIn(64, 64, {std::string(200, 'W')}).get(), 64 * 64) == 0);
}
