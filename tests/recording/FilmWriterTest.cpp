// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "RealFrames.hpp"
#include "camera/Media.hpp"
#include "support/TempDir.hpp"
#include "support/catch.hpp"

#include "recording/FilmWriter.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>

using namespace vitrine;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

struct Played {
    unsigned frames = 0;
    gsize bytes = 0;      // of the last picture
    GstClockTime end = 0; // its time
};

/// Plays a file as anybody would.
Played play(const std::string& path) {
    Played played;
    test::runToEnd("filesrc location=" + path +
                       " ! qtdemux ! h264parse ! avdec_h264 ! videoconvert ! "
                       "video/x-raw,format=GRAY8 ! fakesink name=out",
                   [&](GstBuffer* picture) {
                       ++played.frames;
                       played.bytes = gst_buffer_get_size(picture);
                       played.end = GST_BUFFER_PTS(picture);
                   });
    return played;
}

std::vector<std::string> filmsIn(const std::string& folder) {
    std::vector<std::string> films;
    for (const auto& each : fs::directory_iterator(folder))
        films.push_back(each.path().string());
    std::sort(films.begin(), films.end());
    return films;
}

struct Studio {
    test::TempDir folder;
    config::Recording settings{folder.path("films"), 60s, 0h, 0};

    std::vector<std::string> films() const { return filmsIn(folder.path("films/front")); }
};

const auto& twoSeconds() {
    static const auto frames = test::realFrames(75);
    return frames;
}

GstClockTime lengthOf(const std::vector<camera::EncodedFrame>& frames) {
    return frames.back().captured - frames.front().captured;
}

} // namespace

TEST_CASE("a film that was closed plays to its last frame, at the camera's pace") {
    const Studio studio;
    recording::FilmWriter writer(studio.settings, "front");
    for (const auto& frame : twoSeconds())
        writer.add(test::recorded(frame));
    writer.close();
    REQUIRE(studio.films().size() == 1);
    const auto played = play(studio.films().front());
    CHECK(played.frames == twoSeconds().size());
    const auto off = GST_CLOCK_DIFF(played.end, lengthOf(twoSeconds()));
    CHECK(std::abs(off) < static_cast<GstClockTimeDiff>(GST_MSECOND));
}

TEST_CASE("a film whose writer is killed has all but the last quarter second") {
    const Studio studio;
    recording::FilmWriter writer(studio.settings, "front");
    for (const auto& frame : twoSeconds())
        writer.add(test::recorded(frame));
    // What is on the disk at this moment, as a crash would leave it.
    const auto crashed = studio.folder.path("crashed.mp4");
    fs::copy_file(studio.films().front(), crashed);
    const auto played = play(crashed);
    CHECK(played.frames + 10 >= twoSeconds().size());
    CHECK(played.end + 350 * GST_MSECOND > lengthOf(twoSeconds()));
    // And torn in the middle of a piece: what is before it.
    fs::resize_file(crashed, fs::file_size(crashed) - 100);
    CHECK(play(crashed).frames + 20 >= twoSeconds().size());
}

TEST_CASE("a film ends at the first key frame after its time") {
    Studio studio;
    studio.settings.segment = 1s;
    recording::FilmWriter writer(studio.settings, "front");
    for (const auto& frame : twoSeconds())
        writer.add(test::recorded(frame));
    writer.close();
    const auto films = studio.films();
    REQUIRE(films.size() >= 2);
    unsigned frames = 0;
    for (const auto& film : films)
        frames += play(film).frames;
    CHECK(frames == twoSeconds().size());
}

TEST_CASE("a camera that was away begins another film") {
    const Studio studio;
    recording::FilmWriter writer(studio.settings, "front");
    auto frame = test::recorded(twoSeconds().front());
    std::uint16_t sequence = 0;
    const auto nextIn = [&](std::chrono::nanoseconds time) {
        frame.time += time;
        frame.wire = test::renumbered(*frame.wire, sequence += 1000);
        writer.add(frame);
    };
    nextIn(0s);
    nextIn(1s);
    CHECK(studio.films().size() == 1);
    nextIn(recording::FilmWriter::kGap + 1s);
    CHECK(studio.films().size() == 2);
}

TEST_CASE("a camera that changes its size begins another film, in that size") {
    const Studio studio;
    recording::FilmWriter writer(studio.settings, "front");
    std::uint16_t sequence = 0;
    std::chrono::nanoseconds time{0};
    for (const unsigned width : {320U, 640U})
        for (const auto& frame : test::realFrames(10, width)) {
            auto next = test::recorded(frame);
            next.time = time += 33ms;
            next.wire = test::renumbered(*next.wire, sequence);
            sequence += static_cast<std::uint16_t>(next.wire->packets().size());
            writer.add(next);
        }
    writer.close();
    const auto films = studio.films();
    REQUIRE(films.size() == 2);
    CHECK(play(films[0]).frames == 10);
    CHECK(play(films[0]).bytes == 320 * 240);
    CHECK(play(films[1]).frames == 10);
    CHECK(play(films[1]).bytes == 640 * 240);
    CHECK(writer.filmsBegun() == 2);
}

TEST_CASE("what cannot be written is counted, and the next key frame begins a film") {
    const Studio studio;
    recording::FilmWriter writer(studio.settings, "front");
    const auto& frames = twoSeconds();
    for (std::size_t i = 0; i < 4; ++i)
        writer.add(test::recorded(frames[i]));
    CHECK(writer.filmBegan());
    CHECK(writer.abandon() == 4);
    CHECK_FALSE(writer.filmBegan());
    CHECK(studio.films().empty());          // nothing but its beginning was there
    auto other = test::recorded(frames[4]); // no key frame: nobody could play it
    other.wire = test::renumbered(*other.wire, 5000);
    writer.add(other);
    CHECK_FALSE(writer.filmBegan());
    auto key = test::recorded(frames[0]);
    key.wire = test::renumbered(*key.wire, 10000);
    writer.add(key);
    writer.close();
    CHECK(writer.filmsBegun() == 1);
    REQUIRE(studio.films().size() == 1);
    CHECK(play(studio.films().front()).frames == 1);
}
