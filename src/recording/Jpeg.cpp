// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "recording/Jpeg.hpp"

#include "gst/Element.hpp"
#include "gst/Error.hpp"
#include "gst/Pipeline.hpp"
#include "recording/PipelineError.hpp"
#include "recording/RtpFeed.hpp"

#include <gst/app/gstappsink.h>

#include <array>
#include <string_view>

namespace vitrine::recording {
namespace {

// JPEG is BT.601 in full range (JFIF 1.02), whatever the camera sends.
constexpr const char* kEncode = " ! videoconvert ! video/x-raw,format=I420,colorimetry=1:4:0:0 "
                                "! jpegenc quality=85";

// In software: a hardware decoder's few places are for cameras, and one picture a second is little.
std::string decoder() {
    constexpr std::array<std::string_view, 2> known{"avdec_h264", "openh264dec"};
    for (const auto name : known)
        if (gst::elementExists(name.data()))
            return name == known.front() ? "avdec_h264 max-threads=1" : std::string(name);
    throw gst::BuildError("there is no H.264 decoder (install gstreamer1.0-libav)");
}

std::string bytesOf(GstSample* sample) {
    auto* buffer = gst_sample_get_buffer(sample);
    std::string bytes(gst_buffer_get_size(buffer), '\0');
    gst_buffer_extract(buffer, 0, bytes.data(), bytes.size());
    return bytes;
}

} // namespace

util::Result<std::string> jpegOf(const std::shared_ptr<const rtp::WireFrame>& keyFrame) {
    try {
        const gst::Pipeline pipeline("still");
        const auto chain = gst::parseBin("rtph264depay ! h264parse ! " + decoder() + kEncode);
        const auto appsink = gst::makeElement("appsink");
        // Waited for, the end would come when the picture has been taken, which is behind it here.
        g_object_set(appsink.get(), "sync", FALSE, "async", FALSE, "wait-on-eos", FALSE, nullptr);
        pipeline.add(chain);
        pipeline.add(appsink);
        if (!gst_element_link(chain.get(), appsink.get()))
            throw gst::BuildError("a picture cannot be made into a JPEG");
        pipeline.play();
        // No element here has a thread, so that all of it runs on this one.
        const RtpFeed feed(gst::staticPad(chain.get(), "sink"));
        feed.push(keyFrame, 0);
        feed.end();
        const gst::Ref<GstSample> sample(
            gst_app_sink_try_pull_sample(GST_APP_SINK(appsink.get()), 0), gst::adopt);
        if (!sample)
            return util::Error{"no-picture",
                               whatFailed(pipeline, "the key frame cannot be decoded")};
        return bytesOf(sample.get());
    } catch (const gst::BuildError& error) {
        return util::Error{"no-picture", error.what()};
    }
}

} // namespace vitrine::recording
