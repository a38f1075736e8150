// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "viewer/SequenceShift.hpp"

#include "camera/RtpStream.hpp"
#include "rtp/ByteOrder.hpp"

#include <gst/rtp/rtp.h>

#include <algorithm>
#include <span>

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

// Gives the one-byte elements (RFC 8285, section 4.2) their identifiers for this viewer; one that
// it does not take becomes padding.
void renameExtensions(std::span<std::uint8_t> elements, const StreamNumbers& numbers) noexcept {
    while (!elements.empty()) {
        const unsigned id = elements[0] >> 4U;
        const auto size = id == 0 ? 1 : std::size_t{(elements[0] & 0x0FU)} + 2;
        if (size > elements.size())
            return;
        const bool ours = id == camera::kPlayoutDelayId || id == camera::kCaptureTimeId;
        const auto& own =
            id == camera::kPlayoutDelayId ? numbers.playoutDelayId : numbers.captureTimeId;
        if (ours && own)
            elements[0] = static_cast<std::uint8_t>(*own << 4U | (elements[0] & 0x0FU));
        else if (ours)
            std::fill_n(elements.begin(), size, std::uint8_t{0});
        elements = elements.subspan(size);
    }
}

} // namespace

// After what is found by the camera's own identifiers.
void SequenceShift::renumber(GstRTPBuffer& packet) const noexcept {
    if (numbers_ == StreamNumbers{})
        return;
    gst_rtp_buffer_set_payload_type(&packet, numbers_.payloadType);
    guint16 bits = 0;
    gpointer data = nullptr;
    guint words = 0;
    if (gst_rtp_buffer_get_extension_data(&packet, &bits, &data, &words))
        renameExtensions({static_cast<std::uint8_t*>(data), std::size_t{words} * 4}, numbers_);
}

void SequenceShift::leaveOut(GstBufferList* packets) noexcept {
    leftOut_ = static_cast<std::uint16_t>(leftOut_ + gst_buffer_list_length(packets));
}

gst::Ref<GstBufferList> SequenceShift::apply(const gst::Ref<GstBufferList>& packets) const {
    if (leftOut_ == 0 && !playoutDelay_ && numbers_ == StreamNumbers{})
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
            renumber(rtp);
            gst_rtp_buffer_unmap(&rtp);
        }
        gst_buffer_list_add(shifted.get(), packet);
    }
    return shifted;
}

} // namespace vitrine::viewer
