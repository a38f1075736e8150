// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "camera/LentPackets.hpp"

#include "camera/RtpStream.hpp"
#include "gst/CaptureTime.hpp"
#include "rtp/ByteOrder.hpp"

#include <array>

namespace vitrine::camera {
namespace {

gst::Ref<GstBuffer> header(std::uint32_t ssrc, gst::PlayoutDelayRange delay, bool key, bool last) {
    auto* packet = gst_rtp_buffer_new_allocate(0, 0, 0);
    GstRTPBuffer rtp = GST_RTP_BUFFER_INIT;
    gst_rtp_buffer_map(packet, GST_MAP_READWRITE, &rtp);
    gst_rtp_buffer_set_payload_type(&rtp, kPayloadType);
    gst_rtp_buffer_set_ssrc(&rtp, ssrc);
    gst_rtp_buffer_set_marker(&rtp, last ? TRUE : FALSE);
    std::array<std::uint8_t, 3> range{};
    rtp::writeU24(range.data(), gst::packPlayoutDelay(delay));
    gst_rtp_buffer_add_extension_onebyte_header(&rtp, kPlayoutDelayId, range.data(), range.size());
    const std::array<std::uint8_t, gst::kCaptureTimeBytes> room{};
    if (key)
        gst_rtp_buffer_add_extension_onebyte_header(&rtp, kCaptureTimeId, room.data(), room.size());
    gst_rtp_buffer_unmap(&rtp);
    return {packet, gst::adopt};
}

} // namespace

std::vector<gst::Ref<GstBuffer>> lentPackets(const worker::Loan& loan, std::uint32_t ssrc,
                                             gst::PlayoutDelayRange delay, bool key) {
    std::vector<gst::Ref<GstBuffer>> packets;
    packets.reserve(loan.sizes.size());
    gssize begin = 0;
    for (const auto size : loan.sizes) {
        auto packet = header(ssrc, delay, key, packets.size() + 1 == loan.sizes.size());
        gst_buffer_append_memory(packet.get(), gst_memory_share(loan.memory.get(), begin, size));
        begin += size;
        packets.push_back(std::move(packet));
    }
    return packets;
}

} // namespace vitrine::camera
