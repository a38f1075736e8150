// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "camera/Decoders.hpp"
#include "camera/Encoders.hpp"
#include "camera/TestPicture.hpp"
#include "camera/TestSource.hpp"
#include "config/EncoderNames.hpp"
#include "gst/Element.hpp"
#include "gst/Pipeline.hpp"

#include <gst/app/gstappsink.h>
#include <gst/app/gstappsrc.h>
#include <gst/codecparsers/gsth264parser.h>
#include <gst/video/video.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

using namespace vitrine;
using camera::EncodeSettings;

namespace {

constexpr EncodeSettings kSettings{640, 480, 30, 1500, std::chrono::seconds{10}};

/// What one encoded frame holds, by its NAL units (ITU-T H.264, 7.3 and 7.4.3).
struct Content {
    bool sps = false;
    bool pps = false;
    bool idr = false;
    bool bSlice = false;
    unsigned profile = 0;
    bool constrained = false;
    std::size_t bytes = 0;
    GstClockTime pts = GST_CLOCK_TIME_NONE;
};

Content read(GstH264NalParser* parser, GstSample* sample) {
    Content content;
    auto* buffer = gst_sample_get_buffer(sample);
    GstMapInfo map;
    REQUIRE(gst_buffer_map(buffer, &map, GST_MAP_READ));
    content.bytes = map.size;
    content.pts = GST_BUFFER_PTS(buffer);
    GstH264NalUnit nal{};
    std::size_t offset = 0;
    while (true) {
        const auto result = gst_h264_parser_identify_nalu(
            parser, map.data, static_cast<guint>(offset), map.size, &nal);
        if (result != GST_H264_PARSER_OK && result != GST_H264_PARSER_NO_NAL_END)
            break;
        if (nal.type == GST_H264_NAL_SPS) {
            GstH264SPS sps{};
            REQUIRE(gst_h264_parser_parse_sps(parser, &nal, &sps) == GST_H264_PARSER_OK);
            content.sps = true;
            content.profile = sps.profile_idc;
            content.constrained = sps.constraint_set1_flag != 0;
            gst_h264_sps_clear(&sps);
        } else if (nal.type == GST_H264_NAL_PPS) {
            GstH264PPS pps{};
            REQUIRE(gst_h264_parser_parse_pps(parser, &nal, &pps) == GST_H264_PARSER_OK);
            content.pps = true;
            gst_h264_pps_clear(&pps);
        } else if (nal.type == GST_H264_NAL_SLICE || nal.type == GST_H264_NAL_SLICE_IDR) {
            GstH264SliceHdr slice{};
            REQUIRE(gst_h264_parser_parse_slice_hdr(parser, &nal, &slice, FALSE, FALSE) ==
                    GST_H264_PARSER_OK);
            content.idr = content.idr || nal.type == GST_H264_NAL_SLICE_IDR;
            content.bSlice = content.bSlice || GST_H264_IS_B_SLICE(&slice);
        }
        offset = nal.offset + nal.size;
        if (result == GST_H264_PARSER_NO_NAL_END)
            break;
    }
    gst_buffer_unmap(buffer, &map);
    return content;
}

/// An encoder fed frame by frame with test pictures on a time line of the test's own.
class Feed {
  public:
    Feed(const std::string& encoder, const EncodeSettings& settings)
        : settings_(settings)
        , pipeline_("test")
        , picture_(settings.width, settings.height)
        , parser_(gst_h264_nal_parser_new()) {
        const auto* row = camera::findEncoder(encoder);
        REQUIRE(row);
        const auto caps = "video/x-raw,format=I420,width=" + std::to_string(settings.width) +
                          ",height=" + std::to_string(settings.height) +
                          ",framerate=" + std::to_string(settings.framerate) + "/1";
        pipeline_.add(gst::parseBin("appsrc name=source format=time caps=\"" + caps + "\" ! " +
                                    encoderDescription(*row, settings) +
                                    " ! appsink name=sink sync=false"));
        source_ = find("source");
        sink_ = find("sink");
        pipeline_.play();
    }
    ~Feed() { gst_h264_nal_parser_free(parser_); }
    Feed(const Feed&) = delete;
    Feed& operator=(const Feed&) = delete;

    /// Pushes the next picture, and waits for what comes out: it must, before the one after.
    Content step() {
        const auto y = std::size_t{settings_.width} * settings_.height;
        gst::Ref<GstBuffer> buffer(gst_buffer_new_allocate(nullptr, y * 3 / 2, nullptr),
                                   gst::adopt);
        GstMapInfo map;
        REQUIRE(gst_buffer_map(buffer.get(), &map, GST_MAP_WRITE));
        const auto time = GstClockTime(next_) * GST_SECOND / settings_.framerate;
        const std::size_t columns = settings_.width;
        picture_.draw(
            {{map.data, map.data + y, map.data + y * 5 / 4}, {columns, columns / 2, columns / 2}},
            std::chrono::system_clock::time_point(std::chrono::hours(480'000)) +
                std::chrono::nanoseconds(time),
            next_);
        gst_buffer_unmap(buffer.get(), &map);
        GST_BUFFER_PTS(buffer.get()) = time;
        GST_BUFFER_DURATION(buffer.get()) = GST_SECOND / settings_.framerate;
        ++next_;
        REQUIRE(gst_app_src_push_buffer(GST_APP_SRC(source_.get()), buffer.release()) ==
                GST_FLOW_OK);
        const gst::Ref<GstSample> sample(
            gst_app_sink_try_pull_sample(GST_APP_SINK(sink_.get()), 10 * GST_SECOND), gst::adopt);
        REQUIRE(sample);
        caps_ = gst::Ref<GstCaps>(gst_sample_get_caps(sample.get()), gst::share);
        return read(parser_, sample.get());
    }

    void askForKeyFrame() const {
        const auto pad = gst::staticPad(sink_.get(), "sink");
        gst_pad_push_event(
            pad.get(), gst_video_event_new_upstream_force_key_unit(GST_CLOCK_TIME_NONE, TRUE, 0));
    }

    const GstStructure* outputCaps() const { return gst_caps_get_structure(caps_.get(), 0); }

  private:
    gst::Ref<GstElement> find(const char* name) const {
        return {gst_bin_get_by_name(pipeline_.bin(), name), gst::adopt};
    }

    EncodeSettings settings_;
    gst::Pipeline pipeline_;
    camera::TestPicture picture_;
    GstH264NalParser* parser_;
    gst::Ref<GstElement> source_;
    gst::Ref<GstElement> sink_;
    gst::Ref<GstCaps> caps_;
    unsigned next_ = 0;
};

std::string described(const char* element, const EncodeSettings& settings = kSettings) {
    const auto* row = camera::findEncoder(element);
    REQUIRE(row);
    return encoderDescription(*row, settings);
}

} // namespace

TEST_CASE("the encoder table is the list that the configuration knows, in its order") {
    std::vector<std::string_view> rows;
    for (const auto& row : camera::encoderTable())
        rows.push_back(row.element);
    const auto names = config::encoderNames();
    CHECK(rows == std::vector<std::string_view>(names.begin(), names.end()));
}

TEST_CASE("each encoder's settings are low latency, in its own words and units") {
    const std::string head = "vitrineratelimit max-rate=30 ! videoscale n-threads=1 ! "
                             "videoconvert n-threads=1 ! video/x-raw,format=";
    const std::string size = ",width=640,height=480,pixel-aspect-ratio=1/1 ! ";
    const std::string tail = " ! video/x-h264,stream-format=byte-stream,alignment=au,"
                             "profile=constrained-baseline";
    CHECK(described("vah264enc") ==
          head + "NV12" + size +
              "vah264enc name=encoder rate-control=cbr bitrate=1500 cpb-size=375 "
              "key-int-max=300 b-frames=0 ref-frames=1 cabac=false dct8x8=false" +
              tail);
    CHECK(described("vaapih264enc") ==
          head + "NV12" + size +
              "vaapih264enc name=encoder rate-control=cbr bitrate=1500 cpb-length=250 "
              "keyframe-period=300 max-bframes=0 refs=1 cabac=false dct8x8=false" +
              tail);
    CHECK(described("nvh264enc") ==
          head + "NV12" + size +
              "nvh264enc name=encoder preset=low-latency-hp zerolatency=true rc-mode=cbr "
              "bitrate=1500 vbv-buffer-size=375 gop-size=300" +
              tail);
    const auto v4l2 = described("v4l2h264enc");
    CHECK_THAT(v4l2, ContainsSubstring(head + "I420" + size +
                                       "v4l2h264enc name=encoder extra-controls=\"controls,"
                                       "video_bitrate=1500000,video_bitrate_mode=1,"));
    CHECK_THAT(v4l2, ContainsSubstring(",video_b_frames=0,"));
    CHECK_THAT(v4l2, ContainsSubstring(",h264_cpb_buffer_size=46,")); // 375 kbit in kilobytes
    CHECK_THAT(v4l2, ContainsSubstring(tail + ",level=(string)3.1"));
}

TEST_CASE("the V4L2 encoder's level follows the size and the rate") {
    CHECK_THAT(described("v4l2h264enc", {1280, 720, 30, 2500, std::chrono::seconds{10}}),
               ContainsSubstring("level=(string)3.1"));
    CHECK_THAT(described("v4l2h264enc", {1920, 1080, 30, 2500, std::chrono::seconds{10}}),
               ContainsSubstring("level=(string)4"));
    CHECK_THAT(described("v4l2h264enc", {1920, 1080, 60, 2500, std::chrono::seconds{10}}),
               ContainsSubstring("level=(string)4.2"));
    CHECK_THAT(described("v4l2h264enc", {3840, 2160, 30, 9000, std::chrono::seconds{10}}),
               ContainsSubstring("level=(string)5.1"));
}

TEST_CASE("software encoders give a browser's H.264 at once, at the bitrate asked for") {
    for (const std::string encoder : {"x264enc", "openh264enc"}) {
        CAPTURE(encoder);
        Feed feed(encoder, kSettings);
        const auto first = feed.step(); // one in, one out: no frame is kept back
        CHECK(first.idr);
        CHECK(first.sps);
        CHECK(first.pps);
        CHECK(first.profile == 66);
        CHECK(first.constrained);
        const auto* caps = feed.outputCaps();
        CHECK(gst_structure_get_string(caps, "profile") == std::string("constrained-baseline"));
        CHECK(gst_structure_get_string(caps, "stream-format") == std::string("byte-stream"));
        CHECK(gst_structure_get_string(caps, "alignment") == std::string("au"));

        std::size_t bytes = 0;
        constexpr unsigned kFrames = 270; // short of the next key frame
        for (unsigned i = 0; i < kFrames; ++i) {
            const auto frame = feed.step();
            CHECK_FALSE(frame.bSlice);
            CHECK_FALSE(frame.idr); // only when asked for
            CHECK(frame.pts - first.pts == GstClockTime(i + 1) * GST_SECOND / 30);
            bytes += frame.bytes;
        }
        const double kbits = double(bytes) * 8 / 1000 / (kFrames / 30.0);
        CHECK(kbits > 0.7 * kSettings.bitrate);
        CHECK(kbits < 1.3 * kSettings.bitrate);
    }
}

TEST_CASE("software encoders give a key frame on demand, complete and bounded in size") {
    for (const std::string encoder : {"x264enc", "openh264enc"}) {
        CAPTURE(encoder);
        Feed feed(encoder, kSettings);
        for (unsigned i = 0; i < 45; ++i)
            feed.step();
        for (unsigned round = 0; round < 4; ++round) {
            feed.askForKeyFrame();
            auto frame = feed.step();
            if (!frame.idr)
                frame = feed.step();
            CHECK(frame.idr);
            CHECK(frame.sps);
            CHECK(frame.pps);
            // A quarter of a second's worth of the bitrate.
            CHECK(frame.bytes <= kSettings.bitrate * 1000 / 8 / 4);
            for (unsigned i = 0; i < 20; ++i)
                CHECK_FALSE(feed.step().idr);
        }
    }
}

TEST_CASE("without a request a key frame comes after the interval") {
    for (const std::string encoder : {"x264enc", "openh264enc"}) {
        CAPTURE(encoder);
        Feed feed(encoder, {320, 240, 10, 300, std::chrono::seconds{2}});
        std::vector<unsigned> keys;
        for (unsigned i = 0; i < 45; ++i)
            if (feed.step().idr)
                keys.push_back(i);
        CHECK(keys == std::vector<unsigned>{0, 20, 40});
    }
}

TEST_CASE("the stamp can be read from the decoded picture, bit for bit") {
    camera::registerTestSource();
    for (const std::string encoder : {"x264enc", "openh264enc"}) {
        CAPTURE(encoder);
        const auto* row = camera::findEncoder(encoder);
        REQUIRE(row);
        const gst::Ref<GstCaps> h264(gst_caps_new_empty_simple("video/x-h264"), gst::adopt);
        const auto decoder = camera::decoderDescription(h264.get());
        REQUIRE(decoder);
        gst::Pipeline pipeline("test");
        pipeline.add(gst::parseBin(
            "vitrinetestsrc num-buffers=30 ! video/x-raw,width=640,height=480,framerate=100/1 ! " +
            encoderDescription(*row, {640, 480, 100, 1500, std::chrono::seconds{10}}) + " ! " +
            decoder.value() +
            " ! videoconvert ! video/x-raw,format=I420 ! "
            "appsink name=sink sync=false"));
        const gst::Ref<GstElement> sink(gst_bin_get_by_name(pipeline.bin(), "sink"), gst::adopt);
        auto last = camera::stampOf(std::chrono::system_clock::now());
        pipeline.play();
        unsigned count = 0;
        while (auto* pulled =
                   gst_app_sink_try_pull_sample(GST_APP_SINK(sink.get()), 10 * GST_SECOND)) {
            const gst::Ref<GstSample> sample(pulled, gst::adopt);
            GstVideoInfo info;
            REQUIRE(gst_video_info_from_caps(&info, gst_sample_get_caps(pulled)));
            GstVideoFrame frame;
            REQUIRE(
                gst_video_frame_map(&frame, &info, gst_sample_get_buffer(pulled), GST_MAP_READ));
            const auto stamp = camera::readStamp(
                static_cast<const guint8*>(GST_VIDEO_FRAME_PLANE_DATA(&frame, 0)),
                static_cast<std::size_t>(GST_VIDEO_FRAME_PLANE_STRIDE(&frame, 0)), 640);
            gst_video_frame_unmap(&frame);
            // A wrong bit above the lowest few would throw it out of this order.
            CHECK(stamp >= last);
            CHECK(stamp <= camera::stampOf(std::chrono::system_clock::now()));
            last = stamp;
            ++count;
        }
        CHECK(count == 30);
    }
}

TEST_CASE("auto takes the first encoder that works, a named one is tried alone") {
    const auto chosen = camera::selectEncoder("auto", kSettings);
    REQUIRE(chosen);
    // Whatever comes before it in the table does not work here.
    for (const auto& row : camera::encoderTable()) {
        if (&row == chosen.value())
            break;
        CHECK_FALSE(camera::selectEncoder(row.element, kSettings));
    }
    const auto named = camera::selectEncoder("openh264enc", kSettings);
    REQUIRE(named);
    CHECK(named.value()->element == "openh264enc");
}

TEST_CASE("an encoder that cannot be had is an error that says what to do") {
    const auto unknown = camera::selectEncoder("x265enc", kSettings);
    REQUIRE_FALSE(unknown);
    CHECK_THAT(unknown.error().message, ContainsSubstring("\"x265enc\""));
    CHECK_THAT(unknown.error().message, ContainsSubstring("auto, v4l2h264enc"));
    if (!gst::elementExists("vaapih264enc")) {
        const auto missing = camera::selectEncoder("vaapih264enc", kSettings);
        REQUIRE_FALSE(missing);
        CHECK_THAT(missing.error().message, ContainsSubstring("install gstreamer1.0-vaapi"));
    }
    // No encoder does a picture of no size.
    const auto none = camera::selectEncoder("auto", {0, 0, 30, 1500, std::chrono::seconds{10}});
    REQUIRE_FALSE(none);
    for (const auto& row : camera::encoderTable())
        CHECK_THAT(none.error().message, ContainsSubstring(std::string(row.element) + ": "));
}
