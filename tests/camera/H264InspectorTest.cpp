// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "Media.hpp"
#include "camera/H264Inspector.hpp"

#include <gst/video/video.h>

using namespace vitrine;

namespace {

struct Finding {
    /// Empty when the stream fits.
    std::string reason;
    /// How many frames were looked at until it was known.
    int frames = 0;
    bool sawParameters = false;
    bool sawKeyFrame = false;
};

constexpr const char* kToFrames = " ! h264parse config-interval=-1 ! "
                                  "video/x-h264,stream-format=byte-stream,alignment=au ! "
                                  "fakesink name=out";

/// What the inspector finds in a stream of 30 frames made this way.
Finding inspect(const std::string& encode) {
    camera::H264Inspector inspector;
    Finding finding;
    test::runToEnd(test::film(30) + encode + kToFrames, [&](GstBuffer* buffer) {
        if (!finding.reason.empty())
            return;
        GstMapInfo map;
        REQUIRE(gst_buffer_map(buffer, &map, GST_MAP_READ));
        ++finding.frames;
        finding.reason = inspector.inspect({map.data, map.size}).value_or("");
        gst_buffer_unmap(buffer, &map);
    });
    finding.sawParameters = inspector.sawParameters();
    finding.sawKeyFrame = inspector.sawKeyFrame();
    return finding;
}

} // namespace

TEST_CASE("baseline, main and high streams without B-frames fit") {
    for (const std::string profile : {"constrained-baseline", "main", "high"}) {
        const auto finding =
            inspect("x264enc tune=zerolatency key-int-max=10 ! video/x-h264,profile=" + profile);
        CAPTURE(profile);
        CHECK(finding.reason.empty());
        CHECK(finding.frames == 30);
        CHECK(finding.sawParameters);
        CHECK(finding.sawKeyFrame);
    }
}

TEST_CASE("announced B-frames are known from the first frame") {
    const auto finding = inspect("x264enc bframes=2 b-adapt=false");
    CHECK_THAT(finding.reason, ContainsSubstring("has B-frames"));
    CHECK(finding.frames == 1);
}

TEST_CASE("what browsers cannot decode is known from the first frame") {
    const auto deep = inspect("videoconvert ! video/x-raw,format=I420_10LE ! "
                              "x264enc tune=zerolatency");
    CHECK_THAT(deep.reason, ContainsSubstring("10 bits"));
    CHECK(deep.frames == 1);
    const auto wide = inspect("videoconvert ! video/x-raw,format=Y42B ! x264enc tune=zerolatency");
    CHECK_THAT(wide.reason, ContainsSubstring("4:2:2"));
    CHECK(wide.frames == 1);
    const auto fields = inspect("interlace field-pattern=1:1 ! x264enc tune=zerolatency");
    CHECK_THAT(fields.reason, ContainsSubstring("interlaced"));
    CHECK(fields.frames == 1);
}

TEST_CASE("B-frames that nobody announced are found in the slices") {
    // The first parameter sets promise nothing (they are of a stream without B-frames) and stay in
    // force, since both streams call theirs number 0.
    camera::H264Inspector inspector;
    std::vector<std::vector<guint8>> plain;
    std::vector<std::vector<guint8>> reordered;
    const auto keep = [](std::vector<std::vector<guint8>>& frames) {
        return [&frames](GstBuffer* buffer) {
            GstMapInfo map;
            REQUIRE(gst_buffer_map(buffer, &map, GST_MAP_READ));
            frames.emplace_back(map.data, map.data + map.size);
            gst_buffer_unmap(buffer, &map);
        };
    };
    const std::string options = " cabac=false ref=1 weightb=false dct8x8=false ";
    test::runToEnd(test::film(10) + "x264enc tune=zerolatency" + options + kToFrames, keep(plain));
    test::runToEnd(test::film(10) + "x264enc bframes=2 b-adapt=false" + options + kToFrames,
                   keep(reordered));
    REQUIRE_FALSE(inspector.inspect(plain.front()));
    // All but the first, which brings the parameter sets that promise B-frames.
    for (std::size_t i = 1; i < reordered.size(); ++i)
        inspector.inspect(reordered[i]);
    CHECK_THAT(inspector.inspect({}).value_or(""), ContainsSubstring("has B-frames"));
}

TEST_CASE("junk says nothing and breaks nothing") {
    camera::H264Inspector inspector;
    CHECK_FALSE(inspector.inspect({}));
    const std::vector<guint8> zeros(1000);
    CHECK_FALSE(inspector.inspect(zeros));
    std::vector<guint8> units;
    for (guint8 type = 0; type < 32; ++type)
        if (type < 2 || type > 4) // data partitions say something
            units.insert(units.end(), {0, 0, 1, type, 0xFF, 0x10, type});
    CHECK_FALSE(inspector.inspect(units));
    CHECK_FALSE(inspector.sawParameters());
    CHECK_FALSE(inspector.sawKeyFrame());
}
