// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "camera/Decoders.hpp"
#include "gst/Element.hpp"
#include "gst/Pipeline.hpp"

#include <gst/app/gstappsink.h>
#include <gst/app/gstappsrc.h>

#include <algorithm>
#include <string>
#include <vector>

using namespace vitrine;

namespace {

gst::Ref<GstCaps> capsOf(const std::string& text) {
    return {gst_caps_from_string(text.c_str()), gst::adopt};
}

/// A pipeline that ends in an appsink named "sink", run to its end: its samples in order.
std::vector<gst::Ref<GstSample>> runThrough(const std::string& description) {
    gst::Pipeline pipeline("test");
    pipeline.add(gst::parseBin(description + " ! appsink name=sink sync=false"));
    const gst::Ref<GstElement> sink(gst_bin_get_by_name(pipeline.bin(), "sink"), gst::adopt);
    pipeline.play();
    std::vector<gst::Ref<GstSample>> samples;
    while (auto* sample = gst_app_sink_try_pull_sample(GST_APP_SINK(sink.get()), 20 * GST_SECOND))
        samples.emplace_back(sample, gst::adopt);
    return samples;
}

} // namespace

TEST_CASE("hardware comes first, and libav never decodes several frames at a time") {
    const auto candidates = camera::decoderCandidates(capsOf("video/x-h264").get());
    REQUIRE(candidates.size() > 2);
    CHECK(candidates.front() == "h264parse ! v4l2h264dec");
    CHECK(std::find(candidates.begin(), candidates.end(),
                    "h264parse ! avdec_h264 "
                    "thread-type=slice") != candidates.end());
    CHECK(camera::decoderCandidates(capsOf("video/mpeg,mpegversion=(int)4").get()) ==
          std::vector<std::string>{"avdec_mpeg4 thread-type=slice"});
    CHECK(camera::decoderCandidates(capsOf("video/x-raw").get()).empty());
}

TEST_CASE("the first decoder whose elements are all installed is taken") {
    const auto caps = capsOf("video/x-h265,stream-format=byte-stream");
    const auto having = [&caps](std::vector<std::string> elements) {
        return camera::decoderDescription(caps.get(), [elements](const char* element) {
            return std::find(elements.begin(), elements.end(), element) != elements.end();
        });
    };
    CHECK(having({"h265parse", "avdec_h265", "vah265dec"}).value() == "h265parse ! vah265dec");
    CHECK(having({"h265parse", "avdec_h265"}).value() ==
          "h265parse ! avdec_h265 thread-type=slice");
    CHECK(having({"h265parse", "libde265dec"}).value() == "h265parse ! libde265dec");
    CHECK_FALSE(having({"avdec_h265"})); // without its parser
}

TEST_CASE("a missing decoder is an error that names the codec and the package") {
    const auto none = [](const char*) {
        return false;
    };
    const auto missing = camera::decoderDescription(capsOf("video/x-h265").get(), none);
    REQUIRE_FALSE(missing);
    CHECK_THAT(missing.error().message, ContainsSubstring("H.265"));
    CHECK_THAT(missing.error().message, ContainsSubstring("install gstreamer1.0-libav"));
    const auto unknown = camera::decoderDescription(capsOf("video/x-wmv").get());
    REQUIRE_FALSE(unknown);
    CHECK_THAT(unknown.error().message, ContainsSubstring("video/x-wmv"));
}

TEST_CASE("real streams of each codec are decoded, every frame of them") {
    constexpr unsigned kFrames = 25;
    const std::string source = "videotestsrc num-buffers=25 ! "
                               "video/x-raw,format=I420,width=320,height=240,framerate=25/1 ! ";
    struct Case {
        const char* encoder;
        const char* element;
        std::string description;
    };
    const std::vector<Case> cases{
        {"x264enc", "H.264 with B-frames",
         "x264enc bframes=2 b-adapt=false ! video/x-h264,profile=main,stream-format=byte-stream"},
        {"x264enc", "H.264 as in files", "x264enc ! video/x-h264,stream-format=avc"},
        {"x265enc", "H.265", "x265enc speed-preset=ultrafast ! h265parse"},
        {"jpegenc", "JPEG", "jpegenc"},
        {"avenc_mpeg4", "MPEG-4", "avenc_mpeg4"},
        {"mpeg2enc", "MPEG-2", "mpeg2enc ! mpegvideoparse"},
        {"vp8enc", "VP8", "vp8enc deadline=1"},
        {"vp9enc", "VP9", "vp9enc deadline=1 cpu-used=8"},
        {"theoraenc", "Theora", "theoraenc"},
    };
    unsigned tried = 0;
    for (const auto& one : cases) {
        CAPTURE(one.element);
        if (!gst::elementExists(one.encoder))
            continue;
        ++tried;
        const auto encoded = runThrough(source + one.description);
        REQUIRE_FALSE(encoded.empty());
        const auto decoder = camera::decoderDescription(gst_sample_get_caps(encoded[0].get()));
        REQUIRE(decoder);
        const auto pictures = runThrough(source + one.description + " ! " + decoder.value() +
                                         " ! videoconvert ! "
                                         "video/x-raw,format=I420");
        CHECK(pictures.size() == kFrames);
    }
    CHECK(tried >= 3); // the encoders that this program itself depends on are installed
}

TEST_CASE("no decoder keeps a picture back until the next one comes") {
    const std::string source = "videotestsrc num-buffers=8 ! "
                               "video/x-raw,format=I420,width=320,height=240,framerate=25/1 ! ";
    for (const std::string encoder :
         {"x264enc tune=zerolatency ! video/x-h264,profile=constrained-baseline,"
          "stream-format=byte-stream",
          "jpegenc", "avenc_mpeg4"}) {
        CAPTURE(encoder);
        if (!gst::elementExists(encoder.substr(0, encoder.find(' ')).c_str()))
            continue;
        const auto encoded = runThrough(source + encoder);
        REQUIRE(encoded.size() == 8);
        auto* caps = gst_sample_get_caps(encoded[0].get());
        const auto decoder = camera::decoderDescription(caps);
        REQUIRE(decoder);
        gst::Pipeline pipeline("test");
        pipeline.add(gst::parseBin("appsrc name=source format=time ! " + decoder.value() +
                                   " ! appsink name=sink sync=false"));
        const gst::Ref<GstElement> in(gst_bin_get_by_name(pipeline.bin(), "source"), gst::adopt);
        const gst::Ref<GstElement> out(gst_bin_get_by_name(pipeline.bin(), "sink"), gst::adopt);
        gst_app_src_set_caps(GST_APP_SRC(in.get()), caps);
        pipeline.play();
        for (const auto& sample : encoded) {
            auto* buffer = gst_buffer_ref(gst_sample_get_buffer(sample.get()));
            REQUIRE(gst_app_src_push_buffer(GST_APP_SRC(in.get()), buffer) == GST_FLOW_OK);
            const gst::Ref<GstSample> picture(
                gst_app_sink_try_pull_sample(GST_APP_SINK(out.get()), 10 * GST_SECOND), gst::adopt);
            REQUIRE(picture);
        }
    }
}
