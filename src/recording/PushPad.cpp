// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "recording/PushPad.hpp"

namespace vitrine::recording {
namespace {

// Who asks how late this is (an aggregator does, for each buffer) is told that it is no live
// source.
gboolean answer(GstPad* pad, GstObject* parent, GstQuery* query) {
    if (GST_QUERY_TYPE(query) != GST_QUERY_LATENCY)
        return gst_pad_query_default(pad, parent, query);
    gst_query_set_latency(query, FALSE, 0, GST_CLOCK_TIME_NONE);
    return TRUE;
}

} // namespace

PushPad::PushPad(const gst::Ref<GstPad>& first, GstCaps* caps)
    : pad_(gst_pad_new("out", GST_PAD_SRC), gst::sink)
    , first_(first)
    , caps_(caps, gst::share) {
    gst_pad_set_query_function(pad_.get(), answer);
    gst_pad_set_active(pad_.get(), TRUE);
    gst_pad_link(pad_.get(), first_.get());
    GstSegment segment;
    gst_segment_init(&segment, GST_FORMAT_TIME);
    gst_pad_push_event(pad_.get(), gst_event_new_stream_start("camera"));
    gst_pad_push_event(pad_.get(), gst_event_new_caps(caps));
    gst_pad_push_event(pad_.get(), gst_event_new_segment(&segment));
}

PushPad::~PushPad() {
    gst_pad_unlink(pad_.get(), first_.get());
    gst_pad_set_active(pad_.get(), FALSE);
}

GstFlowReturn PushPad::push(gst::Ref<GstBuffer> buffer) const {
    return gst_pad_push(pad_.get(), buffer.release());
}

void PushPad::settle() const {
    // Any query that waits for its turn would do. Not GST_QUERY_DRAIN: an appsink holds that one
    // back until its queue is empty, which the thread that waits here is to empty.
    auto* query = gst_query_new_allocation(caps_.get(), FALSE);
    gst_pad_peer_query(pad_.get(), query);
    gst_query_unref(query);
}

void PushPad::end() const {
    gst_pad_push_event(pad_.get(), gst_event_new_eos());
}

} // namespace vitrine::recording
