// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "gst/Promise.hpp"
#include "gst/Reaper.hpp"
#include "viewer/hazards/BareWebrtc.hpp"
#include "viewer/hazards/Hazard.hpp"

#include <future>

namespace vitrine::hazards {

void endInCallback(Guard guard) {
    gst::Reaper reaper("reaper");
    BareWebrtc peer("in-callback");
    std::promise<void> ended;
    const auto answered = gst::makePromise([&](const GstStructure*) {
        sayReady();
        auto pipeline = peer.release();
        if (guard == Guard::With)
            reaper.reap(std::move(pipeline));
        else
            gst_element_set_state(pipeline.get(), GST_STATE_NULL);
        ended.set_value();
    });
    peer.createOffer(answered.get());
    ended.get_future().wait();
}

} // namespace vitrine::hazards
