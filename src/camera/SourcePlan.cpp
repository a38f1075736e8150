// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "camera/SourcePlan.hpp"

#include "util/Text.hpp"

#include <array>
#include <cassert>

namespace vitrine::camera {
namespace {

using Scheme = config::SourceUrl::Scheme;

/// A description may not end in caps alone.
std::string filter(const std::string& caps) {
    return " ! capsfilter caps=\"" + caps + "\"";
}

std::string rawCaps(const config::Camera& camera) {
    return "video/x-raw,format=I420,width=" + std::to_string(camera.width) +
           ",height=" + std::to_string(camera.height) +
           ",framerate=" + std::to_string(camera.framerate) + "/1";
}

SourcePlan planRtsp(const config::SourceUrl& url) {
    SourcePlan plan;
    // probation=0: the first packet counts, though no second one has proved it yet.
    // latency: how long to wait for a packet that is out of order; those in order pass at once.
    // buffer-mode=slave: never hold back a server that seems to offer a recording. timeout (of UDP)
    // and tcp-timeout in microseconds: within 5 s it is known that nobody answers.
    plan.head = "rtspsrc name=origin latency=100 buffer-mode=slave do-retransmission=false "
                "do-rtsp-keep-alive=true udp-reconnect=false timeout=4000000 tcp-timeout=4000000 "
                "teardown-timeout=100000000 probation=0 "
                "add-reference-timestamp-meta=true protocols=";
    plan.head += url.rtspOverUdp ? "udp" : "tcp";
    if (url.tlsInsecure)
        plan.head += " tls-validation-flags=0";
    plan.originProperty = "location";
    plan.origin = url.target;
    plan.ended = "the RTSP server closed the connection";
    return plan;
}

SourcePlan planFile(const config::SourceUrl& url) {
    SourcePlan plan;
    // The queue reads a few frames ahead of the pace, so that starting over costs no time.
    plan.head = "filesrc name=origin ! parsebin name=parser  queue name=ahead max-size-buffers=8 "
                "max-size-bytes=0 max-size-time=0 ! " +
                std::string(kPacer);
    plan.originProperty = "location";
    plan.origin = url.target;
    plan.ended = "the file ended";
    return plan;
}

constexpr const char* kWholeH264 = "video/x-h264,stream-format=byte-stream,alignment=au";
constexpr const char* kWholeH265 = "video/x-h265,stream-format=byte-stream,alignment=au";

struct Depayloader {
    std::string_view encoding;
    const char* element;
    const char* caps = nullptr;
};

// What RTSP cameras send (the names of RFC 6184, 7798, 2435, 6416, 7741 and 9628). With
// alignment=au a depayloader closes a frame at the marker bit instead of at the next frame.
constexpr std::array kDepayloaders{
    Depayloader{"H264", "rtph264depay", kWholeH264},
    Depayloader{"H265", "rtph265depay", kWholeH265},
    Depayloader{"JPEG", "rtpjpegdepay"},
    Depayloader{"MP4V-ES", "rtpmp4vdepay"},
    Depayloader{"VP8", "rtpvp8depay"},
    Depayloader{"VP9", "rtpvp9depay"},
};

bool capsAre(const GstCaps* caps, const char* name) {
    return gst_caps_get_size(caps) > 0 &&
           gst_structure_has_name(gst_caps_get_structure(caps, 0), name);
}

bool interlaced(const GstCaps* caps) {
    const auto* mode = gst_structure_get_string(gst_caps_get_structure(caps, 0), "interlace-mode");
    return mode && std::string_view(mode) != "progressive";
}

} // namespace

SourcePlan planDevice(const config::SourceUrl& url) {
    SourcePlan plan;
    if (url.scheme == Scheme::V4l2) {
        plan.head = "v4l2src name=origin";
        plan.originProperty = "device";
    } else {
        assert(url.scheme == Scheme::Libcamera);
        plan.head = "libcamerasrc name=origin";
        plan.originProperty = url.target.empty() ? "" : "camera-name";
    }
    plan.origin = url.target;
    plan.ended = "the device stopped giving frames";
    return plan;
}

SourcePlan planSource(const config::SourceUrl& url, const config::Camera& camera,
                      const std::optional<Mode>& mode) {
    switch (url.scheme) {
    case Scheme::V4l2:
    case Scheme::Libcamera: {
        assert(mode);
        auto plan = planDevice(url);
        plan.head += filter(modeCaps(*mode));
        return plan;
    }
    case Scheme::Rtsp:
        return planRtsp(url);
    case Scheme::File:
        return planFile(url);
    case Scheme::Test:
        break;
    case Scheme::Pipeline:
        assert(false);
        break;
    }
    SourcePlan plan;
    plan.head = "vitrinetestsrc" + filter(rawCaps(camera));
    plan.ended = "the test picture ended";
    return plan;
}

std::optional<std::string> depayDescription(std::string_view encodingName) {
    for (const auto& entry : kDepayloaders)
        if (entry.encoding == encodingName)
            return entry.element + (entry.caps ? filter(entry.caps) : std::string());
    return {};
}

std::string parseDescription(const GstCaps* caps) {
    if (capsAre(caps, "video/x-h264"))
        return "h264parse config-interval=-1" + filter(kWholeH264);
    if (capsAre(caps, "video/x-h265"))
        return "h265parse config-interval=-1" + filter(kWholeH265);
    return {};
}

std::string transcodeDescription(const GstCaps* caps, const std::string& decoder,
                                 const std::string& encoder) {
    std::string text = decoder.empty() ? "" : decoder + " ! ";
    // fields=top: one picture for each frame, made of what is there without waiting for more.
    if (interlaced(caps))
        text += "deinterlace method=linear fields=top ! ";
    return text + encoder;
}

std::string closeFragment(std::string_view fragment) {
    const auto last =
        util::trim(fragment.substr(fragment.rfind('!') + 1)); // all of it without a '!'
    const auto word = last.substr(0, last.find_first_of(",( \t="));
    const bool caps = word.find('/') != std::string_view::npos;
    return std::string(fragment) + (caps ? " ! identity" : "");
}

bool isRaw(const GstCaps* caps) {
    return capsAre(caps, "video/x-raw");
}

bool isH264(const GstCaps* caps) {
    return capsAre(caps, "video/x-h264");
}

bool isFramedByteStream(const GstCaps* caps) {
    if (!isH264(caps))
        return false;
    const auto* structure = gst_caps_get_structure(caps, 0);
    const auto* format = gst_structure_get_string(structure, "stream-format");
    const auto* alignment = gst_structure_get_string(structure, "alignment");
    return format && alignment && std::string_view(format) == "byte-stream" &&
           (std::string_view(alignment) == "au" || std::string_view(alignment) == "nal");
}

} // namespace vitrine::camera
