// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "viewer/WebrtcbinSender.hpp"

#include <gst/app/gstappsrc.h>

namespace vitrine::viewer {

bool WebrtcbinSender::send(const camera::EncodedFrame& frame, rtp::DatagramBatch& /*scratch*/) {
    const std::lock_guard lock(mutex_);
    if (!appsrc_)
        return false;
    if (queueIsSlow(util::Clock::now())) {
        shift_.leaveOut(frame.packets.get());
        return false;
    }
    const auto flow = gst_app_src_push_buffer_list(GST_APP_SRC(appsrc_.get()),
                                                   shift_.apply(frame.packets).release());
    packets_ += gst_buffer_list_length(frame.packets.get());
    bytes_ += frame.bytes;
    return flow == GST_FLOW_OK;
}

SendStats WebrtcbinSender::stats() const {
    SendStats stats;
    stats.packets = packets_;
    stats.bytes = bytes_;
    return stats;
}

void WebrtcbinSender::setPlayoutDelay(gst::PlayoutDelayRange range) {
    const std::lock_guard lock(mutex_);
    shift_.setPlayoutDelay(gst::packPlayoutDelay(range));
}

void WebrtcbinSender::close() {
    gst::Ref<GstElement> appsrc;
    const std::lock_guard lock(mutex_);
    std::swap(appsrc, appsrc_);
}

bool WebrtcbinSender::queueIsSlow(util::Clock::time_point now) {
    const auto queued = gst_app_src_get_current_level_bytes(GST_APP_SRC(appsrc_.get()));
    if (queued == 0)
        lastEmpty_ = now;
    return queued > kMostQueued || now - lastEmpty_ > kPatience;
}

} // namespace vitrine::viewer
