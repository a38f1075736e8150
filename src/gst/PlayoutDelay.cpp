// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "gst/PlayoutDelay.hpp"

#include <algorithm>

namespace {

constexpr gsize kPayloadBytes = 3;

struct VitrinePlayoutDelay {
    GstRTPHeaderExtension parent;
    gint packed; // atomic: set on main, written into packets on the streaming thread
};

struct VitrinePlayoutDelayClass {
    GstRTPHeaderExtensionClass parent;
};

G_DEFINE_TYPE(VitrinePlayoutDelay, vitrine_playout_delay, GST_TYPE_RTP_HEADER_EXTENSION)

GstRTPHeaderExtensionFlags supportedFlags(GstRTPHeaderExtension* /*extension*/) {
    return static_cast<GstRTPHeaderExtensionFlags>(GST_RTP_HEADER_EXTENSION_ONE_BYTE |
                                                   GST_RTP_HEADER_EXTENSION_TWO_BYTE);
}

gsize maxSize(GstRTPHeaderExtension* /*extension*/, const GstBuffer* /*input*/) {
    return kPayloadBytes;
}

gssize writeExtension(GstRTPHeaderExtension* extension, const GstBuffer* /*input*/,
                      GstRTPHeaderExtensionFlags /*flags*/, GstBuffer* /*output*/, guint8* data,
                      gsize size) {
    if (size < kPayloadBytes)
        return -1;
    const auto packed =
        g_atomic_int_get(&reinterpret_cast<VitrinePlayoutDelay*>(extension)->packed);
    GST_WRITE_UINT24_BE(data, packed);
    return kPayloadBytes;
}

gboolean readExtension(GstRTPHeaderExtension* /*extension*/, GstRTPHeaderExtensionFlags /*flags*/,
                       const guint8* /*data*/, gsize size, GstBuffer* /*buffer*/) {
    return size == kPayloadBytes ? TRUE : FALSE;
}

void vitrine_playout_delay_class_init(VitrinePlayoutDelayClass* klass) {
    auto* extension = GST_RTP_HEADER_EXTENSION_CLASS(klass);
    extension->get_supported_flags = supportedFlags;
    extension->get_max_size = maxSize;
    extension->write = writeExtension;
    extension->read = readExtension;
    gst_rtp_header_extension_class_set_uri(extension, vitrine::gst::kPlayoutDelayUri);
    gst_element_class_set_static_metadata(
        GST_ELEMENT_CLASS(klass), "Playout delay", GST_RTP_HDREXT_ELEMENT_CLASS,
        "Tells the receiver how long it may hold a frame back", "The Vitrine authors");
}

void vitrine_playout_delay_init(VitrinePlayoutDelay* self) {
    self->packed = 0;
}

} // namespace

namespace vitrine::gst {

std::uint32_t packPlayoutDelay(PlayoutDelayRange range) noexcept {
    constexpr std::uint32_t kStepMs = 10;
    constexpr std::uint32_t kMost = 0xFFF;
    const auto minimum = std::min(range.minimum / kStepMs, kMost);
    const auto maximum = std::min(range.maximum / kStepMs, kMost);
    return minimum << 12U | maximum;
}

Ref<GstRTPHeaderExtension> makePlayoutDelay(guint id, PlayoutDelayRange range) {
    auto* extension =
        GST_RTP_HEADER_EXTENSION(g_object_new(vitrine_playout_delay_get_type(), nullptr));
    gst_rtp_header_extension_set_id(extension, id);
    setPlayoutDelay(extension, range);
    return {extension, sink};
}

void setPlayoutDelay(GstRTPHeaderExtension* extension, PlayoutDelayRange range) {
    g_atomic_int_set(&reinterpret_cast<VitrinePlayoutDelay*>(extension)->packed,
                     static_cast<gint>(packPlayoutDelay(range)));
}

} // namespace vitrine::gst
