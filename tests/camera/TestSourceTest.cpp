// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "camera/TestPicture.hpp"
#include "camera/TestSource.hpp"
#include "gst/Element.hpp"
#include "gst/Error.hpp"
#include "gst/Pipeline.hpp"

#include <gst/app/gstappsink.h>
#include <gst/check/gsttestclock.h>
#include <gst/video/video.h>

#include <algorithm>
#include <memory>
#include <set>
#include <string>
#include <tuple>
#include <vector>

using namespace vitrine;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

namespace {

/// A running pipeline from a description that ends in an appsink named "sink".
class Run {
  public:
    explicit Run(const std::string& description)
        : pipeline_("test") {
        camera::registerTestSource();
        camera::registerTestSource(); // a second time changes nothing
        bin_ = gst::parseBin(description + " ! appsink name=sink sync=false");
        pipeline_.add(bin_);
        sink_ = gst::Ref<GstElement>(gst_bin_get_by_name(pipeline_.bin(), "sink"), gst::adopt);
    }

    void play() const { pipeline_.play(); }

    /// Makes the pipeline run on a clock that stands still until the test moves it.
    gst::Ref<GstTestClock> useTestClock() const {
        gst::Ref<GstTestClock> clock(GST_TEST_CLOCK(gst_test_clock_new()), gst::adopt);
        gst_pipeline_use_clock(pipeline_.pipeline(), GST_CLOCK(clock.get()));
        return clock;
    }
    GstElement* pipeline() const { return pipeline_.get(); }

    /// The next picture; empty at the end of the stream or after ten seconds.
    gst::Ref<GstSample> pull() const {
        return {gst_app_sink_try_pull_sample(GST_APP_SINK(sink_.get()), 10 * GST_SECOND),
                gst::adopt};
    }

  private:
    gst::Pipeline pipeline_;
    gst::Ref<GstElement> bin_;
    gst::Ref<GstElement> sink_;
};

std::uint64_t stampIn(GstSample* sample) {
    GstVideoInfo info;
    REQUIRE(gst_video_info_from_caps(&info, gst_sample_get_caps(sample)));
    GstVideoFrame frame;
    REQUIRE(gst_video_frame_map(&frame, &info, gst_sample_get_buffer(sample), GST_MAP_READ));
    const auto stamp =
        camera::readStamp(static_cast<const guint8*>(GST_VIDEO_FRAME_PLANE_DATA(&frame, 0)),
                          static_cast<std::size_t>(GST_VIDEO_FRAME_PLANE_STRIDE(&frame, 0)),
                          static_cast<unsigned>(GST_VIDEO_INFO_WIDTH(&info)));
    gst_video_frame_unmap(&frame);
    return stamp;
}

} // namespace

TEST_CASE("the test source gives stamped pictures of any even size") {
    Run run("vitrinetestsrc num-buffers=20 ! video/x-raw,width=642,height=482,framerate=25/1");
    auto lastStamp = camera::stampOf(std::chrono::system_clock::now());
    run.play();
    unsigned count = 0;
    while (const auto sample = run.pull()) {
        ++count;
        GstVideoInfo info;
        REQUIRE(gst_video_info_from_caps(&info, gst_sample_get_caps(sample.get())));
        CHECK(GST_VIDEO_INFO_FORMAT(&info) == GST_VIDEO_FORMAT_I420);
        CHECK(GST_VIDEO_INFO_WIDTH(&info) == 642);
        CHECK(GST_VIDEO_INFO_HEIGHT(&info) == 482);
        const auto stamp = stampIn(sample.get());
        CHECK(stamp >= lastStamp);
        CHECK(stamp <= camera::stampOf(std::chrono::system_clock::now()));
        lastStamp = stamp;
    }
    CHECK(count == 20);
}

TEST_CASE("the stamp and the time stamp are of the same moment") {
    Run run("vitrinetestsrc num-buffers=40 ! video/x-raw,framerate=100/1");
    run.play();
    // Both clocks run at one pace, so that the two differ by a constant, but for what the scheduler
    // puts between the two readings: the best of many frames tells.
    std::vector<double> offsets;
    const auto now = camera::stampOf(std::chrono::system_clock::now());
    while (const auto sample = run.pull())
        offsets.push_back((double(stampIn(sample.get())) - double(now)) / 10 -
                          double(GST_BUFFER_PTS(gst_sample_get_buffer(sample.get()))) / 1e6);
    REQUIRE(offsets.size() == 40);
    std::sort(offsets.begin(), offsets.end());
    CHECK(offsets[20] - offsets[0] < 2.0); // milliseconds
}

TEST_CASE("each frame is drawn at its exact time, without drift") {
    for (const auto& [rate, numerator, denominator] :
         {std::tuple{"25/1", 25U, 1U}, std::tuple{"30/1", 30U, 1U},
          std::tuple{"30000/1001", 30000U, 1001U}, std::tuple{"1/1", 1U, 1U},
          std::tuple{"240/1", 240U, 1U}}) {
        CAPTURE(rate);
        Run run(std::string("vitrinetestsrc ! video/x-raw,width=64,height=64,framerate=") + rate);
        const auto clock = run.useTestClock();
        run.play();
        for (guint64 frame = 0; frame < 300; ++frame) {
            if (frame > 0)
                REQUIRE(gst_test_clock_crank(clock.get()));
            const auto sample = run.pull();
            REQUIRE(sample);
            auto* buffer = gst_sample_get_buffer(sample.get());
            const auto due = gst_util_uint64_scale(frame * GST_SECOND, denominator, numerator);
            REQUIRE(GST_BUFFER_PTS(buffer) == due);
            REQUIRE(GST_BUFFER_OFFSET(buffer) == frame);
            REQUIRE(GST_BUFFER_DURATION(buffer) ==
                    gst_util_uint64_scale(GST_SECOND, denominator, numerator));
        }
    }
}

TEST_CASE("without wishes the test source gives 640x480 at 30 frames a second") {
    Run run("vitrinetestsrc num-buffers=1");
    run.play();
    const auto sample = run.pull();
    REQUIRE(sample);
    GstVideoInfo info;
    REQUIRE(gst_video_info_from_caps(&info, gst_sample_get_caps(sample.get())));
    CHECK(GST_VIDEO_INFO_WIDTH(&info) == 640);
    CHECK(GST_VIDEO_INFO_HEIGHT(&info) == 480);
    CHECK(GST_VIDEO_INFO_FPS_N(&info) == 30 * GST_VIDEO_INFO_FPS_D(&info));
}

TEST_CASE("odd sizes are refused, not drawn wrong") {
    CHECK_THROWS_AS(Run("vitrinetestsrc ! video/x-raw,width=641,height=480"), gst::BuildError);
    CHECK_THROWS_AS(Run("vitrinetestsrc ! video/x-raw,width=640,height=62"), gst::BuildError);
}

TEST_CASE("after a stall missed frames are left out, not made up for") {
    Run run("vitrinetestsrc ! video/x-raw,width=64,height=64,framerate=100/1");
    const auto clock = run.useTestClock();
    run.play();
    const auto check = [&run](guint64 frame, GstClockTime time, bool afterGap) {
        const auto sample = run.pull();
        REQUIRE(sample);
        auto* buffer = gst_sample_get_buffer(sample.get());
        CHECK(GST_BUFFER_OFFSET(buffer) == frame);
        CHECK(GST_BUFFER_PTS(buffer) == time);
        CHECK(GST_BUFFER_FLAG_IS_SET(buffer, GST_BUFFER_FLAG_DISCONT) == afterGap);
    };
    check(0, 0, true); // every stream begins with a discontinuity
    REQUIRE(gst_test_clock_crank(clock.get()));
    check(1, 10 * GST_MSECOND, false);
    // It waits for frame 2, and wakes up in the middle of frame 33.
    GstClockID waiting = nullptr;
    gst_test_clock_wait_for_next_pending_id(clock.get(), &waiting);
    CHECK(gst_clock_id_get_time(waiting) == 20 * GST_MSECOND);
    gst_clock_id_unref(waiting);
    gst_test_clock_set_time(clock.get(), 335 * GST_MSECOND);
    REQUIRE(gst_test_clock_crank(clock.get()));
    check(33, 335 * GST_MSECOND, true);
    REQUIRE(gst_test_clock_crank(clock.get()));
    check(34, 340 * GST_MSECOND, false); // back on the grid
}

TEST_CASE("the test source is live and adds no latency") {
    Run run("vitrinetestsrc name=source");
    run.play();
    REQUIRE(run.pull());
    const gst::Ref<GstElement> source(gst_bin_get_by_name(GST_BIN(run.pipeline()), "source"),
                                      gst::adopt);
    auto* query = gst_query_new_latency();
    const bool answered = gst_element_query(source.get(), query);
    gboolean live = FALSE;
    GstClockTime minimum = 1;
    GstClockTime maximum = 0;
    gst_query_parse_latency(query, &live, &minimum, &maximum);
    gst_query_unref(query);
    CHECK(answered);
    CHECK(live);
    CHECK(minimum == 0);
    CHECK(maximum == GST_CLOCK_TIME_NONE);
}

TEST_CASE("the test source stops at once, even between two slow frames") {
    auto run = std::make_unique<Run>("vitrinetestsrc ! video/x-raw,framerate=1/60");
    run->play();
    REQUIRE(run->pull()); // now it waits for the next minute
    const auto begin = steady_clock::now();
    run.reset();
    CHECK(steady_clock::now() - begin < milliseconds(1000));
}

TEST_CASE("pictures come from a pool") {
    Run run("vitrinetestsrc ! video/x-raw,framerate=100/1");
    run.play();
    std::set<const void*> pools;
    for (unsigned i = 0; i < 10; ++i) {
        const auto sample = run.pull();
        REQUIRE(sample);
        const auto* pool = gst_sample_get_buffer(sample.get())->pool;
        CHECK(pool != nullptr);
        pools.insert(pool);
    }
    CHECK(pools.size() == 1);
}
