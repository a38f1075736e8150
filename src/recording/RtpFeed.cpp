// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "recording/RtpFeed.hpp"

namespace vitrine::recording {
namespace {

using Holder = std::shared_ptr<const rtp::WireFrame>;

gst::Ref<GstCaps> rtpCaps() {
    return {
        gst_caps_from_string("application/x-rtp,media=video,clock-rate=90000,encoding-name=H264"),
        gst::adopt};
}

// Of bytes that the buffer keeps alive, and that nobody may write to.
gst::Ref<GstBuffer> wrapped(const Holder& frame, const rtp::WireFrame::Packet& packet) {
    auto* bytes = const_cast<std::uint8_t*>(frame->header(packet).data());
    return {gst_buffer_new_wrapped_full(
                GST_MEMORY_FLAG_READONLY, bytes, packet.size, 0, packet.size, new Holder(frame),
                [](gpointer holder) { delete static_cast<Holder*>(holder); }),
            gst::adopt};
}

} // namespace

RtpFeed::RtpFeed(const gst::Ref<GstPad>& depayloader)
    : pad_(depayloader, rtpCaps().get()) {}

bool RtpFeed::push(const std::shared_ptr<const rtp::WireFrame>& frame, GstClockTime time) const {
    for (const auto& packet : frame->packets()) {
        auto buffer = wrapped(frame, packet);
        GST_BUFFER_PTS(buffer.get()) = time;
        if (pad_.push(std::move(buffer)) != GST_FLOW_OK)
            return false;
    }
    return true;
}

} // namespace vitrine::recording
