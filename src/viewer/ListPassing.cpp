// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "viewer/ListPassing.hpp"

#include "gst/Element.hpp"

namespace vitrine::viewer {
namespace {

GstFlowReturn passOn(GstPad* /*pad*/, GstObject* parent, GstBufferList* list) {
    const auto source = gst::staticPad(GST_ELEMENT(parent), "src");
    return gst_pad_push_list(source.get(), list);
}

// What a pad has whose element says nothing of lists: it hands their buffers over one by one.
GstPadChainListFunction splitting() {
    const gst::Ref<GstPad> blank(gst_pad_new(nullptr, GST_PAD_SINK), gst::sink);
    return GST_PAD_CHAINLISTFUNC(blank.get());
}

} // namespace

bool passLists(GstElement* element) {
    const auto sink = gst::staticPad(element, "sink");
    if (GST_PAD_CHAINLISTFUNC(sink.get()) != splitting())
        return false;
    gst_pad_set_chain_list_function(sink.get(), passOn);
    return true;
}

} // namespace vitrine::viewer
