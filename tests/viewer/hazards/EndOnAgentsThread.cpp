// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "gst/Connection.hpp"
#include "viewer/hazards/BareWebrtc.hpp"
#include "viewer/hazards/Hazard.hpp"

#include <future>

namespace vitrine::hazards {

void endOnAgentsThread(Guard guard) {
    BareWebrtc peer("on-agents-thread");
    auto agent = peer.agent();
    std::promise<void> gathered;
    std::promise<void> pipelineGone;
    std::promise<void> letGo;
    // libnice calls this on the thread that belongs to webrtcbin's agent.
    const auto connection =
        gst::Connection::to(peer.niceAgent().get(), "candidate-gathering-done",
                            std::function<void(GObject*, guint)>([&](GObject*, guint) {
                                gathered.set_value();
                                pipelineGone.get_future().wait();
                                agent.reset();
                                letGo.set_value();
                            }));
    const auto offer = peer.offer();
    peer.setLocalDescription(offer.get(), nullptr);
    gathered.get_future().wait();
    sayReady();
    if (guard == Guard::With)
        agent.reset();
    else {
        const auto gone = peer.release();
    }
    pipelineGone.set_value();
    letGo.get_future().wait();
}

} // namespace vitrine::hazards
