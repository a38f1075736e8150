// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "camera/SourcePlan.hpp"

using namespace vitrine;

namespace {

config::Camera someCamera() {
    config::Camera some;
    some.width = 640;
    some.height = 480;
    some.framerate = 25;
    return some;
}

camera::SourcePlan plan(const char* source) {
    return camera::planSource(config::parseSource(source).value(), someCamera());
}

gst::Ref<GstCaps> caps(const char* text) {
    return {gst_caps_from_string(text), gst::adopt};
}

} // namespace

TEST_CASE("the test picture is drawn at the size and rate asked for") {
    CHECK(plan("test:").head ==
          "vitrinetestsrc ! capsfilter "
          "caps=\"video/x-raw,format=I420,width=640,height=480,framerate=25/1\"");
}

TEST_CASE("RTSP goes over TCP unless UDP is asked for") {
    CHECK_THAT(plan("rtsp://host/live").head, ContainsSubstring("protocols=tcp"));
    CHECK_THAT(plan("rtsp://host/live#transport=udp").head, ContainsSubstring("protocols=udp"));
    CHECK(plan("rtsp://host/live#transport=udp").origin == "rtsp://host/live");
}

TEST_CASE("a certificate is checked unless the configuration says not to") {
    CHECK_THAT(plan("rtsps://host/live").head, !ContainsSubstring("tls-validation-flags"));
    CHECK_THAT(plan("rtsps://host/live#tls=insecure").head,
               ContainsSubstring("tls-validation-flags=0"));
}

TEST_CASE("no password and no path is in a description") {
    const auto rtsp = plan("rtsp://user:secret@host/live");
    CHECK_THAT(rtsp.head, !ContainsSubstring("secret"));
    CHECK(rtsp.origin == "rtsp://user:secret@host/live");
    CHECK(rtsp.originProperty == "location");
    const auto file = plan("file:/srv/a film! (1).mp4");
    CHECK_THAT(file.head, !ContainsSubstring("film"));
    CHECK(file.origin == "/srv/a film! (1).mp4");
}

TEST_CASE("a device is opened in the mode that was chosen") {
    camera::Mode mode;
    mode.encoding = camera::Encoding::Jpeg;
    mode.width = {1280, 1280, 1};
    mode.height = {720, 720, 1};
    mode.leastRate = mode.mostRate = {30, 1};
    const auto v4l2 =
        camera::planSource(config::parseSource("v4l2:/dev/video9").value(), someCamera(), mode);
    CHECK(v4l2.head == "v4l2src name=origin ! capsfilter "
                       "caps=\"image/jpeg,width=1280,height=720,framerate=30/1\"");
    CHECK(v4l2.originProperty == "device");
    CHECK(v4l2.origin == "/dev/video9");
    const auto first =
        camera::planSource(config::parseSource("libcamera:").value(), someCamera(), mode);
    CHECK(first.originProperty.empty());
    const auto named =
        camera::planSource(config::parseSource("libcamera:imx219").value(), someCamera(), mode);
    CHECK(named.originProperty == "camera-name");
    CHECK(named.origin == "imx219");
}

TEST_CASE("depayloaders close a frame at the marker bit") {
    CHECK(camera::depayDescription("H264") ==
          "rtph264depay ! capsfilter "
          "caps=\"video/x-h264,stream-format=byte-stream,alignment=au\"");
    CHECK(camera::depayDescription("H265") ==
          "rtph265depay ! capsfilter "
          "caps=\"video/x-h265,stream-format=byte-stream,alignment=au\"");
    CHECK_FALSE(camera::depayDescription("VND.ONVIF.METADATA"));
}

TEST_CASE("H.264 and H.265 are parsed into whole frames, the rest is taken as it is") {
    CHECK_THAT(camera::parseDescription(caps("video/x-h264").get()),
               ContainsSubstring("h264parse config-interval=-1"));
    CHECK_THAT(camera::parseDescription(caps("video/x-h265").get()),
               ContainsSubstring("h265parse config-interval=-1"));
    CHECK(camera::parseDescription(caps("image/jpeg").get()).empty());
}

TEST_CASE("interlaced video is made progressive before it is encoded") {
    CHECK(camera::transcodeDescription(caps("video/x-raw").get(), "", "enc") == "enc");
    CHECK(camera::transcodeDescription(caps("image/jpeg").get(), "dec", "enc") == "dec ! enc");
    CHECK(camera::transcodeDescription(caps("video/x-raw,interlace-mode=interleaved").get(), "",
                                       "enc") == "deinterlace method=linear fields=top ! enc");
    CHECK(camera::transcodeDescription(caps("video/x-raw,interlace-mode=progressive").get(), "",
                                       "enc") == "enc");
}

TEST_CASE("a fragment may end in caps") {
    CHECK(camera::closeFragment("videotestsrc ! video/x-raw,width=320") ==
          "videotestsrc ! video/x-raw,width=320 ! identity");
    CHECK(camera::closeFragment("videotestsrc ! video/x-raw(memory:X) ") ==
          "videotestsrc ! video/x-raw(memory:X)  ! identity");
    CHECK(camera::closeFragment("filesrc location=/a/b ! jpegdec") ==
          "filesrc location=/a/b ! jpegdec");
    CHECK(camera::closeFragment("rtspsrc location=rtsp://a/b") == "rtspsrc location=rtsp://a/b");
}
