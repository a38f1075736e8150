// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "gst/CaptureTime.hpp"

#include <algorithm>

namespace {

using vitrine::gst::kCaptureTimeBytes;

struct VitrineCaptureTime {
    GstRTPHeaderExtension parent;
};

struct VitrineCaptureTimeClass {
    GstRTPHeaderExtensionClass parent;
};

G_DEFINE_TYPE(VitrineCaptureTime, vitrine_capture_time, GST_TYPE_RTP_HEADER_EXTENSION)

GstRTPHeaderExtensionFlags supportedFlags(GstRTPHeaderExtension* /*extension*/) {
    return static_cast<GstRTPHeaderExtensionFlags>(GST_RTP_HEADER_EXTENSION_ONE_BYTE |
                                                   GST_RTP_HEADER_EXTENSION_TWO_BYTE);
}

gsize maxSize(GstRTPHeaderExtension* /*extension*/, const GstBuffer* /*input*/) {
    return kCaptureTimeBytes;
}

gssize writeExtension(GstRTPHeaderExtension* /*extension*/, const GstBuffer* input,
                      GstRTPHeaderExtensionFlags /*flags*/, GstBuffer* /*output*/, guint8* data,
                      gsize size) {
    if (GST_BUFFER_FLAG_IS_SET(input, GST_BUFFER_FLAG_DELTA_UNIT))
        return 0;
    if (size < kCaptureTimeBytes)
        return -1;
    std::fill_n(data, kCaptureTimeBytes, guint8{0});
    return kCaptureTimeBytes;
}

gboolean readExtension(GstRTPHeaderExtension* /*extension*/, GstRTPHeaderExtensionFlags /*flags*/,
                       const guint8* /*data*/, gsize size, GstBuffer* /*buffer*/) {
    // The sender's clock offset may follow.
    return size == kCaptureTimeBytes || size == 2 * kCaptureTimeBytes ? TRUE : FALSE;
}

void vitrine_capture_time_class_init(VitrineCaptureTimeClass* klass) {
    auto* extension = GST_RTP_HEADER_EXTENSION_CLASS(klass);
    extension->get_supported_flags = supportedFlags;
    extension->get_max_size = maxSize;
    extension->write = writeExtension;
    extension->read = readExtension;
    gst_rtp_header_extension_class_set_uri(extension, vitrine::gst::kCaptureTimeUri);
    gst_element_class_set_static_metadata(GST_ELEMENT_CLASS(klass), "Capture time",
                                          GST_RTP_HDREXT_ELEMENT_CLASS,
                                          "Says when a frame was captured", "The Vitrine authors");
}

void vitrine_capture_time_init(VitrineCaptureTime* /*self*/) {}

} // namespace

namespace vitrine::gst {

Ref<GstRTPHeaderExtension> makeCaptureTime(guint id) {
    auto* extension =
        GST_RTP_HEADER_EXTENSION(g_object_new(vitrine_capture_time_get_type(), nullptr));
    gst_rtp_header_extension_set_id(extension, id);
    return {extension, sink};
}

} // namespace vitrine::gst
