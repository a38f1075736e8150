// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "camera/Pacer.hpp"

#include "camera/Tail.hpp"
#include "gst/Element.hpp"

namespace vitrine::camera {
namespace {

bool isLive(GstPad* pad) {
    auto* query = gst_query_new_latency();
    gboolean live = FALSE;
    if (gst_pad_peer_query(pad, query))
        gst_query_parse_latency(query, &live, nullptr, nullptr);
    gst_query_unref(query);
    return live != FALSE;
}

} // namespace

void attachPacer(GstElement* bin) {
    const gst::Ref<GstElement> pacer(gst_bin_get_by_name(GST_BIN(bin), "pacer"), gst::adopt);
    // The pads outlive their probes, and the element its pads: the pointer needs no reference.
    auto* element = pacer.get();
    addProbe(gst::staticPad(element, "sink").get(), GST_PAD_PROBE_TYPE_BUFFER,
             [element](GstPad* pad, GstPadProbeInfo*) {
                 if (isLive(pad))
                     g_object_set(element, "sync", FALSE, nullptr);
                 return GST_PAD_PROBE_REMOVE;
             });
    addProbe(gst::staticPad(element, "src").get(), GST_PAD_PROBE_TYPE_BUFFER,
             [element](GstPad* pad, GstPadProbeInfo*) {
                 gboolean sync = FALSE;
                 gint64 offset = 0;
                 // What the pacer found between the frames' time line and the pipeline's, for all
                 // that follow it: a film begins at zero, the pipeline has run for a while.
                 g_object_get(element, "sync", &sync, "ts-offset", &offset, nullptr);
                 if (sync)
                     gst_pad_set_offset(pad, offset);
                 return GST_PAD_PROBE_REMOVE;
             });
}

} // namespace vitrine::camera
