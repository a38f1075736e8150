// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "camera/FileLoop.hpp"

#include "gst/Element.hpp"

#include <string_view>
#include <utility>

namespace vitrine::camera {
namespace {

/// An element of the bin, which keeps it.
GstElement* child(GstElement* bin, const char* name) {
    return gst::Ref<GstElement>(gst_bin_get_by_name(GST_BIN(bin), name), gst::adopt).get();
}

bool isVideo(GstPad* pad) {
    const gst::Ref<GstCaps> caps(gst_pad_query_caps(pad, nullptr), gst::adopt);
    if (gst_caps_is_any(caps.get()) || gst_caps_get_size(caps.get()) == 0)
        return false;
    const std::string_view name(gst_structure_get_name(gst_caps_get_structure(caps.get(), 0)));
    return name.substr(0, 6) == "video/" || name == "image/jpeg";
}

} // namespace

FileLoop::FileLoop(GstElement* bin, std::shared_ptr<Tail> tail, std::string path,
                   GstClockTime frame)
    : bin_(bin)
    , origin_(child(bin, "origin"))
    , parser_(child(bin, "parser"))
    , in_(gst::staticPad(child(bin, "ahead"), "sink").get())
    , tail_(std::move(tail))
    , path_(std::move(path))
    , clock_(frame) {
    gst_segment_init(&segment_, GST_FORMAT_TIME);
}

void FileLoop::attach() {
    using Holder = std::shared_ptr<FileLoop>;
    const auto connect = [this](const char* signal, GCallback callback) {
        g_signal_connect_data(
            parser_, signal, callback, new Holder(shared_from_this()),
            [](gpointer data, GClosure*) { delete static_cast<Holder*>(data); },
            static_cast<GConnectFlags>(0));
    };
    void (*padAdded)(GstElement*, GstPad*, gpointer) = [](GstElement*, GstPad* pad, gpointer data) {
        (*static_cast<Holder*>(data))->onPad(pad);
    };
    void (*noMorePads)(GstElement*, gpointer) = [](GstElement*, gpointer data) {
        const auto& self = *static_cast<Holder*>(data);
        if (!gst_pad_is_linked(self->in_))
            self->tail_->fail("there is no video in the file " + self->path_);
    };
    connect("pad-added", reinterpret_cast<GCallback>(padAdded));
    connect("no-more-pads", reinterpret_cast<GCallback>(noMorePads));
    addProbe(in_, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM,
             [self = shared_from_this()](GstPad*, GstPadProbeInfo* info) {
                 return self->onEvent(info);
             });
    addProbe(in_, GST_PAD_PROBE_TYPE_BUFFER,
             [self = shared_from_this()](GstPad*, GstPadProbeInfo* info) {
                 return self->onBuffer(info);
             });
}

void FileLoop::onPad(GstPad* pad) {
    // What is not the first video stays unlinked: demuxers skip what nobody takes.
    if (isVideo(pad) && !gst_pad_is_linked(in_) && gst_pad_link(pad, in_) == GST_PAD_LINK_OK)
        found_.store(true, std::memory_order_relaxed);
}

GstPadProbeReturn FileLoop::onEvent(GstPadProbeInfo* info) {
    auto* event = GST_PAD_PROBE_INFO_EVENT(info);
    switch (GST_EVENT_TYPE(event)) {
    case GST_EVENT_SEGMENT: {
        gst_event_copy_segment(event, &segment_);
        if (std::exchange(placed_, true))
            return GST_PAD_PROBE_DROP;
        GstSegment line;
        gst_segment_init(&line, GST_FORMAT_TIME);
        gst_event_unref(event);
        GST_PAD_PROBE_INFO_DATA(info) = gst_event_new_segment(&line);
        return GST_PAD_PROBE_OK;
    }
    case GST_EVENT_STREAM_START:
        return placed_ ? GST_PAD_PROBE_DROP : GST_PAD_PROBE_OK;
    case GST_EVENT_GAP:
        return GST_PAD_PROBE_DROP;
    case GST_EVENT_EOS:
        if (clock_.again())
            startOver();
        else
            tail_->fail("there is not one whole frame of video in the file " + path_);
        return GST_PAD_PROBE_DROP;
    default:
        return GST_PAD_PROBE_OK;
    }
}

GstPadProbeReturn FileLoop::onBuffer(GstPadProbeInfo* info) {
    auto* buffer = gst_buffer_make_writable(GST_PAD_PROBE_INFO_BUFFER(info));
    GST_PAD_PROBE_INFO_DATA(info) = buffer;
    std::optional<GstClockTimeDiff> time;
    guint64 running = 0;
    if (GST_BUFFER_PTS_IS_VALID(buffer) && segment_.format == GST_FORMAT_TIME)
        if (const auto sign = gst_segment_to_running_time_full(&segment_, GST_FORMAT_TIME,
                                                               GST_BUFFER_PTS(buffer), &running))
            time = sign * static_cast<GstClockTimeDiff>(running);
    const auto placed = clock_.place(time, GST_BUFFER_DURATION(buffer));
    if (!placed)
        return GST_PAD_PROBE_DROP;
    GST_BUFFER_PTS(buffer) = *placed;
    // Decoders and parsers find the order of decoding in the order of arrival.
    GST_BUFFER_DTS(buffer) = GST_CLOCK_TIME_NONE;
    return GST_PAD_PROBE_OK;
}

void FileLoop::startOver() {
    // Not from here: stopping an element waits for the very thread that brought the EOS.
    gst_element_call_async(
        bin_,
        [](GstElement* bin, gpointer data) {
            const auto& self = *static_cast<std::shared_ptr<FileLoop>*>(data);
            gst_element_set_state(self->parser_, GST_STATE_READY);
            gst_element_set_state(self->origin_, GST_STATE_READY);
            followState(self->parser_, bin);
            followState(self->origin_, bin);
        },
        new std::shared_ptr<FileLoop>(shared_from_this()),
        [](gpointer data) { delete static_cast<std::shared_ptr<FileLoop>*>(data); });
}

} // namespace vitrine::camera
