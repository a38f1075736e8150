// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "camera/EncodedFrame.hpp"
#include "camera/RtpStream.hpp"

#include <gst/rtp/rtp.h>

#include <vector>

/// Frames as a camera makes them, for tests of what comes after it.
namespace vitrine::test {

/// One RTP packet whose payload begins with `nal` and whose sequence number is `sequence`.
inline gst::Ref<GstBuffer> rtpPacket(guint16 sequence, guint8 nal, bool marker) {
    auto* packet = gst_rtp_buffer_new_allocate(4, 0, 0);
    GstRTPBuffer rtp = GST_RTP_BUFFER_INIT;
    gst_rtp_buffer_map(packet, GST_MAP_READWRITE, &rtp);
    gst_rtp_buffer_set_seq(&rtp, sequence);
    gst_rtp_buffer_set_marker(&rtp, marker ? TRUE : FALSE);
    static_cast<guint8*>(gst_rtp_buffer_get_payload(&rtp))[0] = nal;
    gst_rtp_buffer_unmap(&rtp);
    return {packet, gst::adopt};
}

/// A frame of `packets` packets that begin at `sequence`.
inline camera::EncodedFrame rtpFrame(bool key, guint16 sequence = 0, unsigned packets = 2) {
    camera::EncodedFrame frame;
    frame.packets = {gst_buffer_list_new(), gst::adopt};
    frame.sequence = sequence;
    const auto wire = std::make_shared<rtp::WireFrame>();
    for (unsigned i = 0; i < packets; ++i) {
        auto packet =
            rtpPacket(static_cast<guint16>(sequence + i), key ? 0x65 : 0x41, i + 1 == packets);
        const auto bytes = wire->append(gst_buffer_get_size(packet.get()));
        gst_buffer_extract(packet.get(), 0, bytes.data(), bytes.size());
        wire->finish(camera::kPlayoutDelayId, camera::kCaptureTimeId);
        gst_buffer_list_add(frame.packets.get(), packet.release());
    }
    frame.bytes = wire->bytes();
    frame.wire = wire;
    frame.time = 0;
    frame.captured = 0;
    frame.ready = 0;
    frame.key = key;
    frame.keyOnRequest = true;
    return frame;
}

/// The sequence numbers of a list of packets.
inline std::vector<guint16> sequences(GstBufferList* packets) {
    std::vector<guint16> numbers;
    for (guint i = 0; i < gst_buffer_list_length(packets); ++i) {
        GstRTPBuffer rtp = GST_RTP_BUFFER_INIT;
        gst_rtp_buffer_map(gst_buffer_list_get(packets, i), GST_MAP_READ, &rtp);
        numbers.push_back(gst_rtp_buffer_get_seq(&rtp));
        gst_rtp_buffer_unmap(&rtp);
    }
    return numbers;
}

} // namespace vitrine::test
