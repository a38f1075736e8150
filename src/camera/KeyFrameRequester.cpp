// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "camera/KeyFrameRequester.hpp"

#include <gst/video/video.h>

#include <utility>

namespace vitrine::camera {

void KeyFrameRequester::request() {
    gst::Ref<GstPad> pad;
    {
        const std::lock_guard lock(mutex_);
        pad = pad_;
    }
    if (pad)
        gst_pad_push_event(
            pad.get(), gst_video_event_new_upstream_force_key_unit(GST_CLOCK_TIME_NONE, TRUE, 0));
}

void KeyFrameRequester::connect(gst::Ref<GstPad> pad) {
    const std::lock_guard lock(mutex_);
    std::swap(pad_, pad);
}

} // namespace vitrine::camera
