// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "gst/Connection.hpp"
#include "gst/Promise.hpp"
#include "gst/Reaper.hpp"
#include "util/MainLoop.hpp"
#include "viewer/hazards/BareWebrtc.hpp"
#include "viewer/hazards/Hazard.hpp"

#include <future>
#include <mutex>

namespace vitrine::hazards {

void endUnderLock(Guard guard) {
    gst::Reaper reaper("reaper");
    BareWebrtc peer("under-lock");
    std::mutex state; // what a program's callbacks and its main thread share
    int candidates = 0;
    std::promise<void> entered;
    std::once_flag once;
    const util::Token token;
    // Called on webrtcbin's own thread for each candidate it has found.
    auto connection = gst::Connection::to(
        peer.element(), "on-ice-candidate",
        std::function<void(GstElement*, guint, const gchar*)>([&](auto*, guint, const gchar*) {
            std::call_once(once, [&] { entered.set_value(); });
            if (guard == Guard::With) {
                util::post(token.weak(), [&] { ++candidates; });
                return;
            }
            const std::lock_guard lock(state);
            ++candidates;
        }));
    {
        const std::lock_guard lock(state);
        const auto offer = peer.offer();
        peer.setLocalDescription(offer.get(), nullptr);
        entered.get_future().wait();
        sayReady();
        auto pipeline = peer.release();
        if (guard == Guard::With)
            reaper.reap(std::move(pipeline));
        else
            gst_element_set_state(pipeline.get(), GST_STATE_NULL);
    }
    connection.disconnect();
}

} // namespace vitrine::hazards
