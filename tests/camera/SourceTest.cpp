// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "Media.hpp"
#include "SourceRun.hpp"
#include "gst/Error.hpp"
#include "support/MainLoopRunner.hpp"
#include "support/TempDir.hpp"

#include <algorithm>
#include <fstream>

using namespace vitrine;
using test::SourceRun;

namespace {

/// What making the source throws, or an empty string.
std::string buildError(const std::string& source) {
    try {
        const camera::Source made(SourceRun::camera(source), false);
    } catch (const gst::BuildError& error) {
        return error.what();
    }
    return {};
}

bool anyBSlice(const std::vector<SourceRun::Frame>& frames) {
    return std::any_of(frames.begin(), frames.end(),
                       [](const auto& frame) { return frame.unit.bSlice; });
}

/// The most that a frame came out before its own time, and the longest it was held after.
struct Pace {
    GstClockTimeDiff earliest = 0;
    GstClockTimeDiff latest = 0;
};

Pace paceOf(const std::vector<SourceRun::Frame>& frames) {
    Pace pace;
    for (const auto& frame : frames) {
        const auto late = GST_CLOCK_DIFF(frame.time, frame.arrival);
        pace.earliest = std::min(pace.earliest, late);
        pace.latest = std::max(pace.latest, late);
    }
    return pace;
}

/// Checks that each frame follows the one before after one frame's time at 30 fps.
void checkContinuous(const std::vector<SourceRun::Frame>& frames) {
    constexpr GstClockTimeDiff kFrame = GST_SECOND / 30;
    for (std::size_t i = 1; i < frames.size(); ++i) {
        const auto step = GST_CLOCK_DIFF(frames[i - 1].time, frames[i].time);
        CAPTURE(i, step);
        // Containers round to milliseconds.
        REQUIRE(std::abs(step - kFrame) <= GstClockTimeDiff(GST_MSECOND));
    }
}

constexpr const char* kPlainH264 = "x264enc tune=zerolatency key-int-max=10 ! h264parse ! ";

} // namespace

TEST_CASE("the test picture is encoded once") {
    SourceRun run("test:");
    REQUIRE(run.receive(10));
    CHECK(run.frames().front().unit.key);
    CHECK(run.frames().front().unit.sps);
    CHECK(run.source().encodes());
    CHECK(run.elementsOf("Encoder") == 1);
    CHECK(run.elementsOf("Decoder") == 0);
}

TEST_CASE("a file loops without a gap and without a transcoder") {
    const test::TempDir folder;
    const auto path = folder.path("film");
    // 20 frames a pass.
    const std::string muxer = GENERATE("mp4mux", "matroskamux", "mpegtsmux", "identity");
    CAPTURE(muxer);
    const std::string form = muxer == "identity" ? "video/x-h264,stream-format=byte-stream ! " : "";
    test::runToEnd(test::film(20) + kPlainH264 + form + muxer + " ! filesink location=" + path);
    SourceRun run("file:" + path);
    REQUIRE(run.receive(70));
    const auto frames = run.frames();
    checkContinuous(frames);
    for (std::size_t i = 0; i + 20 < frames.size(); ++i)
        REQUIRE((frames[i].unit.slices == frames[i + 20].unit.slices));
    CHECK_FALSE(run.source().encodes());
    CHECK(run.elementsOf("Encoder") == 0);
    CHECK(run.elementsOf("Decoder") == 0);
    // In real time, and not in bursts. (A change of the pipeline's latency ends one wait early.)
    const auto pace = paceOf(frames);
    CHECK(pace.earliest >= -GstClockTimeDiff(GST_SECOND / 30));
    CHECK(pace.latest <= GstClockTimeDiff(800 * GST_MSECOND));
}

TEST_CASE("a film with sound shows its picture") {
    const test::TempDir folder;
    const auto path = folder.path("film.mkv");
    test::runToEnd("matroskamux name=mux ! filesink location=" + path +
                   " audiotestsrc "
                   "num-buffers=30 ! audioconvert ! vorbisenc ! mux. " +
                   test::film(20) + kPlainH264 + "mux.");
    SourceRun run("file:" + path);
    REQUIRE(run.receive(50));
    checkContinuous(run.frames());
}

TEST_CASE("a film with B-frames is decoded and encoded once, and loops without a gap") {
    const test::TempDir folder;
    const auto path = folder.path("film.mp4");
    test::runToEnd(test::film(20) +
                   "x264enc bframes=2 b-adapt=false key-int-max=10 ! h264parse ! "
                   "mp4mux ! filesink location=" +
                   path);
    SourceRun run("file:" + path);
    REQUIRE(run.receive(60));
    CHECK(run.unfit().empty()); // known before anything went out
    checkContinuous(run.frames());
    CHECK_FALSE(anyBSlice(run.frames()));
    CHECK(run.source().encodes());
    CHECK(run.elementsOf("Encoder") == 1);
    CHECK(run.elementsOf("Decoder") == 1);
}

TEST_CASE("a file that is no film is an error that names it") {
    const test::TempDir folder;
    const auto path = folder.path("film.mp4");
    SECTION("empty") {
        folder.write("film.mp4", "");
    }
    SECTION("text") {
        folder.write("film.mp4", "Not a film at all, just a few words in a file.\n");
    }
    SECTION("cut short") {
        test::runToEnd(test::film(20) + kPlainH264 + "mp4mux ! filesink location=" + path);
        std::filesystem::resize_file(path, 2000);
    }
    SECTION("sound only") {
        test::runToEnd("audiotestsrc num-buffers=30 ! vorbisenc ! oggmux ! filesink location=" +
                       path);
    }
    SourceRun run("file:" + path);
    REQUIRE(run.awaitError());
    CAPTURE(run.error());
    CHECK(run.error().find("film.mp4") != std::string::npos);
    CHECK(run.count() == 0);
}

TEST_CASE("a missing file or device is an error at once") {
    CHECK_THAT(buildError("file:/nonexistent/film.mp4"),
               ContainsSubstring("/nonexistent/film.mp4: No such file"));
    CHECK_THAT(buildError("v4l2:/dev/video-none"), ContainsSubstring("/dev/video-none"));
    CHECK_THAT(buildError("v4l2:/dev/video-none"), ContainsSubstring("--list-devices"));
    // A device that is no camera.
    CHECK_THAT(buildError("v4l2:/dev/null"), ContainsSubstring("/dev/null"));
}

TEST_CASE("a raw fragment is encoded, and paced when it is not live") {
    SourceRun run("pipeline:videotestsrc ! video/x-raw,width=320,height=240,framerate=30/1");
    REQUIRE(run.receive(40));
    CHECK(run.source().encodes());
    CHECK(run.elementsOf("Encoder") == 1);
    checkContinuous(run.frames());
    const auto pace = paceOf(run.frames());
    CHECK(pace.earliest >= -GstClockTimeDiff(GST_SECOND / 30));
    CHECK(pace.latest <= GstClockTimeDiff(800 * GST_MSECOND));
}

TEST_CASE("a live fragment keeps its own times") {
    SourceRun run("pipeline:videotestsrc is-live=true ! "
                  "video/x-raw,width=320,height=240,framerate=30/1");
    REQUIRE(run.receive(10));
    CHECK(paceOf(run.frames()).latest <= GstClockTimeDiff(800 * GST_MSECOND));
}

TEST_CASE("a fragment that gives fitting H.264 is passed through") {
    SourceRun run("pipeline:videotestsrc is-live=true ! "
                  "video/x-raw,format=I420,width=320,height=240,framerate=30/1 ! "
                  "x264enc tune=zerolatency");
    REQUIRE(run.receive(10));
    CHECK_FALSE(run.source().encodes());
    CHECK(run.elementsOf("Encoder") == 1); // the fragment's own
    CHECK(run.elementsOf("Decoder") == 0);
}

TEST_CASE("a fragment that gives JPEG is decoded and encoded once") {
    SourceRun run("pipeline:videotestsrc is-live=true ! "
                  "video/x-raw,width=320,height=240,framerate=30/1 ! jpegenc");
    REQUIRE(run.receive(10));
    CHECK(run.source().encodes());
    CHECK(run.elementsOf("Decoder") == 1);
}

TEST_CASE("B-frames that turn up later are reported, and nothing more goes out") {
    // Two streams one after the other with the same parameter sets but for what they promise.
    const test::TempDir folder;
    const auto path = folder.path("film.h264");
    const std::string options = " cabac=false ref=1 weightb=false dct8x8=false key-int-max=1000 ! "
                                "video/x-h264,stream-format=byte-stream ! filesink location=";
    test::runToEnd(test::film(10) + "x264enc tune=zerolatency" + options + path);
    test::runToEnd(test::film(30) + "x264enc bframes=2 b-adapt=false" + options + path + ".b");
    std::ofstream(path, std::ios::binary | std::ios::app)
        << std::ifstream(path + ".b", std::ios::binary).rdbuf();
    SourceRun run("file:" + path);
    REQUIRE(test::runUntil([&] { return !run.unfit().empty(); }));
    CHECK_THAT(run.unfit(), ContainsSubstring("B-frames"));
    CHECK_FALSE(anyBSlice(run.frames()));
    CHECK(run.count() >= 10);

    SourceRun again("file:" + path, true);
    REQUIRE(again.receive(30));
    CHECK(again.source().encodes());
    CHECK_FALSE(anyBSlice(again.frames()));
}

TEST_CASE("a fragment's faults are told") {
    CHECK_THAT(buildError("pipeline:videotestsrc ! nosuchelement"),
               ContainsSubstring("nosuchelement"));
    CHECK_THAT(buildError("pipeline:videotestsrc ! fakesink"), ContainsSubstring("not open"));
    CHECK_THAT(buildError("pipeline:videotestsrc  videotestsrc"),
               ContainsSubstring("more than one open end"));
    CHECK_THAT(buildError("pipeline:videoconvert"), ContainsSubstring("nothing feeds"));
    CHECK_THAT(buildError("pipeline:videotestsrc ! ! identity"), ContainsSubstring("pipeline"));
    CHECK_THAT(buildError("pipeline:videotestsrc no-such-property=1"),
               ContainsSubstring("source pipeline: "));
}

TEST_CASE("a fragment that ends, or gives no video, is an error") {
    SourceRun ended("pipeline:videotestsrc num-buffers=5 ! "
                    "video/x-raw,width=320,height=240,framerate=30/1");
    REQUIRE(ended.awaitError());
    CHECK_THAT(ended.error(), ContainsSubstring("the source pipeline ended"));
    SourceRun sound("pipeline:audiotestsrc is-live=true");
    REQUIRE(sound.awaitError());
    CHECK_THAT(sound.error(), ContainsSubstring("audio/x-raw"));
}

TEST_CASE("a source can be stopped at any moment") {
    const test::TempDir folder;
    const auto path = folder.path("film.mp4");
    test::runToEnd(test::film(2) + kPlainH264 + "mp4mux ! filesink location=" + path);
    // A film of two frames starts over all the time.
    for (std::size_t frames = 0; frames < 12; ++frames) {
        SourceRun run("file:" + path);
        REQUIRE(run.receive(frames));
    }
}
