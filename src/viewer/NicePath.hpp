// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gst/Ref.hpp"
#include "viewer/MediaPath.hpp"

#include <nice/agent.h>

namespace vitrine::viewer {

/// Through libnice, for pairs that are no plain UDP socket: relayed by a TURN server, or TCP.
///
/// Owner: an ExpressSender; let go before the agent's webrtcbin ends. Thread: one at a time.
class NicePath : public MediaPath {
  public:
    NicePath(gst::Ref<NiceAgent> agent, guint stream, guint component)
        : agent_(std::move(agent))
        , stream_(stream)
        , component_(component) {}

    Outcome send(const rtp::DatagramBatch& batch, std::size_t from) override;

  private:
    gst::Ref<NiceAgent> agent_;
    guint stream_;
    guint component_;
};

/// Whether the agent's selected pair goes through a TURN server, or is none.
bool isRelayed(const gst::Ref<NiceAgent>& agent, guint stream, guint component);

/// The way the agent's selected pair goes; null when none is selected. Throws std::system_error.
std::unique_ptr<MediaPath> selectedPath(const gst::Ref<NiceAgent>& agent, guint stream,
                                        guint component);

} // namespace vitrine::viewer
