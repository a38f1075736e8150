// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "camera/EncoderTrial.hpp"

#include "gst/Bus.hpp"
#include "gst/Element.hpp"
#include "gst/Error.hpp"
#include "gst/Pipeline.hpp"

#include <gst/app/gstappsink.h>

#include <map>
#include <mutex>
#include <tuple>

namespace vitrine::camera {
namespace {

constexpr unsigned kFrames = 3;
constexpr GstClockTime kPatience = 3 * GST_SECOND;

/// The error on the bus in words, or an empty string.
std::string errorOf(GstElement* pipeline) {
    const gst::Ref<GstBus> bus(gst_element_get_bus(pipeline), gst::adopt);
    const gst::Ref<GstMessage> message(gst_bus_pop_filtered(bus.get(), GST_MESSAGE_ERROR),
                                       gst::adopt);
    return message ? gst::describeError(message.get()) : std::string{};
}

std::string encodeSome(const EncoderRow& row, const EncodeSettings& settings) {
    const auto rate = std::to_string(std::max(1U, settings.framerate));
    // A source of its own that needs nothing but GStreamer's core plugins; the size is right
    // already, so that nothing is scaled.
    const auto description = "videotestsrc pattern=ball num-buffers=" + std::to_string(kFrames) +
                             " ! video/x-raw,format=" + std::string(row.format) +
                             ",width=" + std::to_string(settings.width) +
                             ",height=" + std::to_string(settings.height) + ",framerate=" + rate +
                             "/1 ! " + encoderDescription(row, settings) +
                             " ! appsink name=sink sync=false";
    const gst::Pipeline pipeline("encoder-trial");
    pipeline.add(gst::parseBin(description));
    const gst::Ref<GstElement> sink(gst_bin_get_by_name(pipeline.bin(), "sink"), gst::adopt);
    pipeline.play();
    const auto deadline = g_get_monotonic_time() + static_cast<gint64>(kPatience / 1000);
    for (unsigned frame = 0; frame < kFrames; ++frame) {
        const auto left = std::max<gint64>(0, deadline - g_get_monotonic_time());
        const gst::Ref<GstSample> sample(
            gst_app_sink_try_pull_sample(GST_APP_SINK(sink.get()),
                                         static_cast<GstClockTime>(left) * 1000),
            gst::adopt);
        if (sample)
            continue;
        auto reason = errorOf(pipeline.get());
        if (!reason.empty())
            return reason;
        return gst_app_sink_is_eos(GST_APP_SINK(sink.get())) ? "it keeps frames back"
                                                             : "no frame came out within 3 seconds";
    }
    return {};
}

} // namespace

std::string tryEncoder(const EncoderRow& row, const EncodeSettings& settings) {
    const std::string element(row.element);
    if (!gst::elementExists(element.c_str())) {
        const auto package = gst::packageOf(row.element);
        return package.empty() ? "not installed"
                               : "not installed (install " + std::string(package) + ")";
    }
    using Key = std::tuple<std::string, unsigned, unsigned, unsigned, unsigned>;
    static std::mutex mutex;
    static std::map<Key, std::string> known; // guarded by mutex
    const Key key{element, settings.width, settings.height, settings.framerate, settings.bitrate};
    {
        const std::lock_guard lock(mutex);
        if (const auto found = known.find(key); found != known.end())
            return found->second;
    }
    std::string reason;
    try {
        reason = encodeSome(row, settings);
    } catch (const gst::BuildError& error) {
        reason = error.what();
    }
    const std::lock_guard lock(mutex);
    return known.emplace(key, reason).first->second;
}

} // namespace vitrine::camera
