// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "camera/Modes.hpp"

using namespace vitrine;
using camera::Encoding;

namespace {

// What v4l2src says of real devices, shortened to what matters.
constexpr const char* kLogitechC920 =
    "video/x-raw,format=YUY2,width=640,height=480,framerate={30/1,24/1,20/1,15/1,10/1,15/2,5/1};"
    "video/x-raw,format=YUY2,width=1280,height=720,framerate={10/1,15/2,5/1};"
    "video/x-raw,format=YUY2,width=1920,height=1080,framerate=5/1;"
    "video/x-raw,format=YUY2,width=2304,height=1536,framerate=2/1;"
    "image/jpeg,width=640,height=480,framerate={30/1,24/1,20/1,15/1,10/1,15/2,5/1};"
    "image/jpeg,width=1280,height=720,framerate={30/1,24/1,20/1,15/1,10/1,15/2,5/1};"
    "image/jpeg,width=1920,height=1080,framerate={30/1,24/1,20/1,15/1,10/1,15/2,5/1};"
    "video/x-h264,stream-format=byte-stream,alignment=au,width=640,height=480,"
    "framerate={30/1,24/1,20/1,15/1,10/1,15/2,5/1};"
    "video/x-h264,stream-format=byte-stream,alignment=au,width=1280,height=720,"
    "framerate={30/1,24/1,20/1,15/1,10/1,15/2,5/1};"
    "video/x-h264,stream-format=byte-stream,alignment=au,width=1920,height=1080,"
    "framerate={30/1,24/1,20/1,15/1,10/1,15/2,5/1}";

// Later firmware of the same camera has no H.264.
constexpr const char* kLogitechC920WithoutH264 =
    "video/x-raw,format=YUY2,width=640,height=480,framerate={30/1,24/1,15/1};"
    "video/x-raw,format=YUY2,width=1280,height=720,framerate={10/1,15/2,5/1};"
    "image/jpeg,width=640,height=480,framerate={30/1,24/1,15/1};"
    "image/jpeg,width=1280,height=720,framerate={30/1,24/1,15/1};"
    "image/jpeg,width=1920,height=1080,framerate={30/1,24/1,15/1}";

constexpr const char* kRaspberryPi =
    "video/x-raw,format={I420,YUY2,RGB,YVYU,UYVY,NV12,YV12,NV21},width=[32,2592,2],"
    "height=[32,1944,2],framerate=[1/1,90/1];"
    "image/jpeg,width=[32,2592,2],height=[32,1944,2],framerate=[1/1,90/1];"
    "video/x-h264,stream-format=byte-stream,alignment=au,width=[32,2592,2],height=[32,1944,2],"
    "framerate=[1/1,90/1]";

constexpr const char* kUsbGrabber = // MS2109
    "image/jpeg,width=1920,height=1080,framerate={30/1,25/1,20/1,10/1,5/1};"
    "image/jpeg,width=1280,height=720,framerate={60/1,50/1,30/1,20/1,10/1};"
    "image/jpeg,width=720,height=576,framerate={60/1,50/1,30/1,20/1,10/1};"
    "video/x-raw,format=YUY2,width=1920,height=1080,framerate=5/1;"
    "video/x-raw,format=YUY2,width=1280,height=720,framerate=10/1;"
    "video/x-raw,format=YUY2,width=720,height=576,framerate={25/1,20/1,10/1,5/1}";

constexpr const char* kHdmiBridge = // TC358743 with the timings of its input set
    "video/x-raw,format=UYVY,width=1920,height=1080,framerate=30000/1001;"
    "video/x-raw,format=BGR,width=1920,height=1080,framerate=30000/1001";

constexpr const char* kDepthNode = // Intel RealSense D435, /dev/video0
    "video/x-raw,format=GRAY16_LE,width=1280,height=720,framerate={30/1,15/1,6/1};"
    "video/x-raw,format=GRAY16_LE,width=848,height=480,framerate={90/1,60/1,30/1}";
constexpr const char* kInfraredNode = // /dev/video2
    "video/x-raw,format=GRAY8,width=1280,height=720,framerate={30/1,15/1,6/1};"
    "video/x-raw,format=UYVY,width=1280,height=720,framerate=15/1";
constexpr const char* kColourNode = // /dev/video4
    "video/x-raw,format=YUY2,width=1920,height=1080,framerate={30/1,15/1,6/1};"
    "video/x-raw,format=YUY2,width=1280,height=720,framerate={30/1,15/1,6/1};"
    "video/x-raw,format=YUY2,width=640,height=480,framerate={60/1,30/1,15/1,6/1}";

std::vector<camera::Mode> modes(const char* caps) {
    const gst::Ref<GstCaps> parsed(gst_caps_from_string(caps), gst::adopt);
    return camera::modesFromCaps(parsed.get());
}

/// The chosen mode as caps text, or "none".
std::string choose(const char* caps, int width, int height, int framerate) {
    const auto mode = camera::chooseMode(modes(caps), {width, height, framerate});
    return mode ? camera::modeCaps(*mode) : "none";
}

} // namespace

TEST_CASE("a Logitech C920's own H.264 is taken") {
    CHECK(choose(kLogitechC920, 1280, 720, 30) ==
          "video/x-h264,width=1280,height=720,framerate=30/1");
    CHECK(choose(kLogitechC920, 1000, 700, 20) ==
          "video/x-h264,width=1280,height=720,framerate=20/1");
    CHECK(choose(kLogitechC920, 640, 480, 22) ==
          "video/x-h264,width=640,height=480,framerate=24/1");
}

TEST_CASE("JPEG is taken where raw does not reach the rate") {
    CHECK(choose(kLogitechC920WithoutH264, 1280, 720, 30) ==
          "image/jpeg,width=1280,height=720,framerate=30/1");
    CHECK(choose(kUsbGrabber, 1280, 720, 60) == "image/jpeg,width=1280,height=720,framerate=60/1");
    CHECK(choose(kUsbGrabber, 1920, 1080, 30) ==
          "image/jpeg,width=1920,height=1080,framerate=30/1");
}

TEST_CASE("a rate that some mode reaches is reached, with a smaller picture if need be") {
    CHECK(choose(kUsbGrabber, 1920, 1080, 60) == "image/jpeg,width=1280,height=720,framerate=60/1");
    CHECK(choose(kColourNode, 1280, 720, 60) ==
          "video/x-raw,format=YUY2,width=640,height=480,framerate=60/1");
}

TEST_CASE("what no mode reaches is come near to from below") {
    CHECK(choose(kLogitechC920WithoutH264, 3840, 2160, 30) ==
          "image/jpeg,width=1920,height=1080,framerate=30/1");
    CHECK(choose(kLogitechC920, 1280, 720, 120) ==
          "video/x-h264,width=1280,height=720,framerate=30/1");
}

TEST_CASE("ranges are settled at what is asked, on their steps and within their ends") {
    CHECK(choose(kRaspberryPi, 1280, 720, 30) ==
          "video/x-h264,width=1280,height=720,framerate=30/1");
    CHECK(choose(kRaspberryPi, 1281, 721, 25) ==
          "video/x-h264,width=1282,height=722,framerate=25/1");
    CHECK(choose(kRaspberryPi, 4000, 3000, 120) ==
          "video/x-h264,width=2592,height=1944,framerate=90/1");
    CHECK(choose("video/x-raw,format=NV12,width=[32,2592,2],height=[32,1944,2]", 640, 480, 30) ==
          "video/x-raw,format=NV12,width=640,height=480,framerate=30/1");
}

TEST_CASE("29.97 frames a second are what a device means by 30, and keep their spelling") {
    CHECK(choose(kHdmiBridge, 1920, 1080, 30) ==
          "video/x-raw,format=UYVY,width=1920,height=1080,framerate=30000/1001");
    CHECK(choose("video/x-raw,format=UYVY,width=640,height=480,framerate=30000/1001;"
                 "video/x-raw,format=UYVY,width=640,height=480,framerate=60/1",
                 640, 480,
                 30) == "video/x-raw,format=UYVY,width=640,height=480,framerate=30000/1001");
}

TEST_CASE("a depth camera's distances are no picture, and grey is the last resort") {
    CHECK(choose(kDepthNode, 1280, 720, 30) == "none");
    CHECK(choose(kInfraredNode, 1280, 720, 30) ==
          "video/x-raw,format=UYVY,width=1280,height=720,framerate=15/1");
    CHECK(choose("video/x-raw,format=GRAY8,width=640,height=480,framerate=30/1", 640, 480, 30) ==
          "video/x-raw,format=GRAY8,width=640,height=480,framerate=30/1");
    CHECK(choose(kColourNode, 1280, 720, 30) ==
          "video/x-raw,format=YUY2,width=1280,height=720,framerate=30/1");
}

TEST_CASE("frames that stay in a device's memory and foreign encodings are left out") {
    CHECK(modes("video/x-raw(memory:DMABuf),format=NV12,width=640,height=480,framerate=30/1")
              .empty());
    CHECK(modes("video/x-bayer,format=bggr,width=640,height=480,framerate=30/1").empty());
    CHECK(choose("", 640, 480, 30) == "none");
}

TEST_CASE("lists in caps become one mode each") {
    const auto all = modes(kHdmiBridge);
    REQUIRE(all.size() == 2);
    CHECK(all[0].encoding == Encoding::Raw);
    CHECK(all[0].format == "UYVY");
    CHECK(all[0].width == camera::Span{1920, 1920, 1});
    CHECK(all[0].mostRate == camera::Rate{30000, 1001});
    CHECK(modes(kRaspberryPi).size() == 10);
}

TEST_CASE("a device's modes are told in one line") {
    CHECK(camera::summarise(modes(kLogitechC920)) ==
          "H.264 up to 1920x1080 at 30 fps, JPEG up to 1920x1080 at 30 fps, "
          "raw up to 2304x1536 at 2 fps");
    CHECK(camera::summarise(modes(kDepthNode)).empty());
}
