// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "Media.hpp"

#include "gst/Bus.hpp"
#include "gst/Element.hpp"
#include "gst/PadProbe.hpp"

#include <stdexcept>

namespace vitrine::test {

void runToEnd(const std::string& description, const std::function<void(GstBuffer*)>& onBuffer) {
    GError* error = nullptr;
    const gst::Ref<GstElement> pipeline(gst_parse_launch(description.c_str(), &error), gst::sink);
    const gst::ErrorPtr owned(error);
    if (error)
        throw std::runtime_error(error->message);
    gst::PadProbe probe;
    const gst::Ref<GstElement> out(gst_bin_get_by_name(GST_BIN(pipeline.get()), "out"), gst::adopt);
    if (out && onBuffer)
        probe = gst::PadProbe(gst::staticPad(out.get(), "sink").get(), GST_PAD_PROBE_TYPE_BUFFER,
                              [&](GstPad*, GstPadProbeInfo* info) {
                                  onBuffer(GST_PAD_PROBE_INFO_BUFFER(info));
                                  return GST_PAD_PROBE_OK;
                              });
    gst_element_set_state(pipeline.get(), GST_STATE_PLAYING);
    const gst::Ref<GstBus> bus(gst_element_get_bus(pipeline.get()), gst::adopt);
    const gst::Ref<GstMessage> message(
        gst_bus_timed_pop_filtered(bus.get(), 60 * GST_SECOND,
                                   GstMessageType(GST_MESSAGE_EOS | GST_MESSAGE_ERROR)),
        gst::adopt);
    gst_element_set_state(pipeline.get(), GST_STATE_NULL);
    if (!message)
        throw std::runtime_error("it does not end: " + description);
    if (GST_MESSAGE_TYPE(message.get()) == GST_MESSAGE_ERROR)
        throw std::runtime_error(gst::describeError(message.get()));
}

std::string film(int frames) {
    return "videotestsrc pattern=ball num-buffers=" + std::to_string(frames) +
           " ! video/x-raw,format=I420,width=320,height=240,framerate=30/1 ! ";
}

} // namespace vitrine::test
