// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "camera/RateLimit.hpp"
#include "gst/Element.hpp"
#include "gst/Pipeline.hpp"

#include <gst/app/gstappsink.h>
#include <gst/app/gstappsrc.h>

#include <random>
#include <string>
#include <vector>

using namespace vitrine;

namespace {

struct Passed {
    std::vector<GstClockTime> times;
    int numerator = -1;
    int denominator = 1;
};

/// Sends frames of these times through a limit of 30 frames a second.
Passed limit(const std::string& framerate, const std::vector<GstClockTime>& times) {
    camera::registerRateLimit();
    gst::Pipeline pipeline("test");
    pipeline.add(gst::parseBin("appsrc name=source format=time max-bytes=0 caps=\"video/x-raw,"
                               "format=GRAY8,width=4,height=4,framerate=" +
                               framerate +
                               "\" ! vitrineratelimit max-rate=30 ! appsink name=sink sync=false"));
    const gst::Ref<GstElement> source(gst_bin_get_by_name(pipeline.bin(), "source"), gst::adopt);
    const gst::Ref<GstElement> sink(gst_bin_get_by_name(pipeline.bin(), "sink"), gst::adopt);
    pipeline.play();
    for (const auto time : times) {
        auto* buffer = gst_buffer_new_allocate(nullptr, 16, nullptr);
        GST_BUFFER_PTS(buffer) = time; // and no duration, as a decoder of RTP gives it
        gst_app_src_push_buffer(GST_APP_SRC(source.get()), buffer);
    }
    gst_app_src_end_of_stream(GST_APP_SRC(source.get()));
    Passed passed;
    while (auto* pulled = gst_app_sink_try_pull_sample(GST_APP_SINK(sink.get()), 10 * GST_SECOND)) {
        const gst::Ref<GstSample> sample(pulled, gst::adopt);
        passed.times.push_back(GST_BUFFER_PTS(gst_sample_get_buffer(pulled)));
        gst_structure_get_fraction(gst_caps_get_structure(gst_sample_get_caps(pulled), 0),
                                   "framerate", &passed.numerator, &passed.denominator);
    }
    return passed;
}

/// Ten seconds of frames at a rate, each up to `jitter` away from its time.
std::vector<GstClockTime> frames(double rate, GstClockTime jitter) {
    std::mt19937 random(1);
    std::uniform_int_distribution<GstClockTime> offset(0, 2 * jitter);
    std::vector<GstClockTime> times;
    for (unsigned i = 0; i < 10 * rate; ++i)
        times.push_back(static_cast<GstClockTime>(i / rate * GST_SECOND) + offset(random));
    return times;
}

} // namespace

TEST_CASE("video that is slow enough passes whole, however it jitters") {
    for (const auto* rate : {"30/1", "30000/1001", "25/1", "1/1"}) {
        CAPTURE(rate);
        const auto times = frames(30.1, 15 * GST_MSECOND);
        const auto passed = limit(rate, times);
        CHECK(passed.times == times);
        CHECK(std::to_string(passed.numerator) + "/" + std::to_string(passed.denominator) == rate);
    }
}

TEST_CASE("of video at twice the rate every second frame passes") {
    const auto times = frames(60, 2 * GST_MSECOND);
    const auto passed = limit("60/1", times);
    REQUIRE(passed.times.size() == times.size() / 2);
    for (std::size_t i = 0; i < passed.times.size(); ++i)
        CHECK(passed.times[i] == times[2 * i]);
    CHECK(passed.numerator == 30);
}

TEST_CASE("fast video comes down to the limit at an even pace") {
    for (const double rate : {50.0, 120.0, 240.0}) {
        CAPTURE(rate);
        const auto passed = limit(std::to_string(int(rate)) + "/1", frames(rate, GST_MSECOND));
        CHECK(passed.times.size() >= 295);
        CHECK(passed.times.size() <= 301);
        CHECK(passed.numerator == 30);
    }
}

TEST_CASE("video of a variable rate is limited only while it is too fast") {
    const auto slow = frames(20, 5 * GST_MSECOND);
    CHECK(limit("0/1", slow).times == slow);
    const auto passed = limit("0/1", frames(60, 2 * GST_MSECOND));
    CHECK(passed.times.size() >= 295);
    CHECK(passed.times.size() <= 301);
    CHECK(passed.numerator == 0);
}

TEST_CASE("after a gap, and when time jumps back, frames go on at once") {
    const auto passed =
        limit("0/1", {0, GST_SECOND, 5 * GST_SECOND, 5 * GST_SECOND + 40 * GST_MSECOND, GST_SECOND,
                      GST_SECOND + 34 * GST_MSECOND});
    CHECK(passed.times.size() == 6);
}
