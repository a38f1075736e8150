// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "viewer/SequenceShift.hpp"

#include "camera/RtpStream.hpp"
#include "rtp/ByteOrder.hpp"

#include <gst/rtp/rtp.h>

namespace vitrine::viewer {
namespace {

void writePlayoutDelay(GstRTPBuffer& packet, std::uint32_t packed) noexcept {
    gpointer value = nullptr;
    guint size = 0;
    if (gst_rtp_buffer_get_extension_onebyte_header(&packet, camera::kPlayoutDelayId, 0, &value,
                                                    &size) &&
        size == 3)
        rtp::writeU24(static_cast<std::uint8_t*>(value), packed);
}

} // namespace

void SequenceShift::leaveOut(GstBufferList* packets) noexcept {
    leftOut_ = static_cast<std::uint16_t>(leftOut_ + gst_buffer_list_length(packets));
}

gst::Ref<GstBufferList> SequenceShift::apply(const gst::Ref<GstBufferList>& packets) const {
    if (leftOut_ == 0 && !playoutDelay_)
        return {gst_buffer_list_copy(packets.get()), gst::adopt};
    const auto count = gst_buffer_list_length(packets.get());
    gst::Ref<GstBufferList> shifted(gst_buffer_list_new_sized(count), gst::adopt);
    for (guint i = 0; i < count; ++i) {
        // A shallow copy: mapping the header for writing copies that memory alone.
        auto* packet = gst_buffer_copy(gst_buffer_list_get(packets.get(), i));
        GstRTPBuffer rtp = GST_RTP_BUFFER_INIT;
        if (gst_rtp_buffer_map(packet, GST_MAP_READWRITE, &rtp)) {
            gst_rtp_buffer_set_seq(&rtp,
                                   static_cast<guint16>(gst_rtp_buffer_get_seq(&rtp) - leftOut_));
            if (playoutDelay_)
                writePlayoutDelay(rtp, *playoutDelay_);
            gst_rtp_buffer_unmap(&rtp);
        }
        gst_buffer_list_add(shifted.get(), packet);
    }
    return shifted;
}

} // namespace vitrine::viewer
