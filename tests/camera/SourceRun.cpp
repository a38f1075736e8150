// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "camera/SourceRun.hpp"

#include "gst/Element.hpp"
#include "support/MainLoopRunner.hpp"
#include "support/catch.hpp"

#include <gst/app/gstappsink.h>

namespace vitrine::test {

SourceRun::SourceRun(const std::string& source, bool transcode)
    : SourceRun(camera(source), transcode) {}

SourceRun::SourceRun(const config::Camera& camera, bool transcode)
    : source_(camera, transcode)
    , appsink_(gst::makeElement("appsink")) {
    const gst::Ref<GstCaps> caps(
        gst_caps_from_string("video/x-h264,stream-format=byte-stream,alignment=au"), gst::adopt);
    g_object_set(appsink_.get(), "sync", FALSE, "async", FALSE, "caps", caps.get(), nullptr);
    GstAppSinkCallbacks callbacks{};
    callbacks.new_sample = [](GstAppSink* appsink, gpointer data) {
        return static_cast<SourceRun*>(data)->take(GST_ELEMENT(appsink));
    };
    gst_app_sink_set_callbacks(GST_APP_SINK(appsink_.get()), &callbacks, this, nullptr);
    pipeline_.add({source_.bin(), gst::share});
    pipeline_.add(appsink_);
    gst_element_link(source_.bin(), appsink_.get());
    bus_ = gst::BusWatch(pipeline_.get(), [this](GstMessage* message) { onMessage(message); });
    houseTime_.govern(pipeline_.pipeline());
    pipeline_.play();
}

SourceRun::~SourceRun() {
    gst_element_set_state(pipeline_.get(), GST_STATE_NULL);
}

config::Camera SourceRun::camera(const std::string& source) {
    config::Camera camera;
    camera.id = "test";
    camera.source = source;
    camera.width = 320;
    camera.height = 240;
    camera.framerate = 30;
    camera.bitrate = 500;
    return camera;
}

std::vector<SourceRun::Frame> SourceRun::frames() const {
    const std::lock_guard lock(mutex_);
    return frames_;
}

std::size_t SourceRun::count() const {
    const std::lock_guard lock(mutex_);
    return frames_.size();
}

bool SourceRun::receive(std::size_t frames) {
    runUntil([&] { return count() >= frames || !error_.empty(); }, std::chrono::seconds{15});
    UNSCOPED_INFO("the source's error: \"" << error_ << "\", frames: " << count());
    return count() >= frames;
}

bool SourceRun::awaitError() {
    return runUntil([&] { return !error_.empty(); });
}

int SourceRun::elementsOf(const char* klass) const {
    int count = 0;
    auto* iterator = gst_bin_iterate_recurse(GST_BIN(source_.bin()));
    struct Search {
        const char* klass;
        int* count;
    } search{klass, &count};
    gst_iterator_foreach(
        iterator,
        [](const GValue* value, gpointer data) {
            const auto& wanted = *static_cast<Search*>(data);
            auto* element = GST_ELEMENT(g_value_get_object(value));
            const auto* is = gst_element_get_metadata(element, GST_ELEMENT_METADATA_KLASS);
            if (is && std::string_view(is).find(wanted.klass) != std::string_view::npos)
                ++*wanted.count;
        },
        &search);
    gst_iterator_free(iterator);
    return count;
}

void SourceRun::onMessage(GstMessage* message) {
    if (GST_MESSAGE_TYPE(message) == GST_MESSAGE_ERROR && error_.empty())
        error_ = gst::describeError(message);
    else if (gst_message_has_name(message, camera::Source::kUnfitMessage))
        unfit_ = gst_structure_get_string(gst_message_get_structure(message), "reason");
}

GstFlowReturn SourceRun::take(GstElement* appsink) {
    const gst::Ref<GstSample> sample(gst_app_sink_pull_sample(GST_APP_SINK(appsink)), gst::adopt);
    if (!sample)
        return GST_FLOW_EOS;
    auto* buffer = gst_sample_get_buffer(sample.get());
    Frame frame;
    frame.unit = takeApart(buffer);
    frame.time = gst_segment_to_running_time(gst_sample_get_segment(sample.get()), GST_FORMAT_TIME,
                                             GST_BUFFER_PTS(buffer));
    frame.arrival = houseTime_.now();
    const std::lock_guard lock(mutex_);
    frames_.push_back(std::move(frame));
    return GST_FLOW_OK;
}

} // namespace vitrine::test
