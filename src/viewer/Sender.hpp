// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "fanout/FrameSender.hpp"
#include "gst/PlayoutDelay.hpp"

#include <cstdint>
#include <optional>

namespace vitrine::viewer {

/// What became of a viewer's packets, as far as its sender knows. Thread: a plain value.
struct SendStats {
    std::uint64_t packets = 0;
    /// RTP bytes of the frames, headers included, without what was sent again.
    std::uint64_t bytes = 0;
    std::uint64_t retransmitted = 0;
    /// Of late, from a frame's capture to its last packet, and from there to the network.
    std::optional<double> encodeSeconds;
    std::optional<double> sendSeconds;
    /// From the viewer's last receiver report.
    std::optional<double> fractionLost;
    std::optional<double> roundTripSeconds;
};

/// A way to send that a Viewer owns and can end.
///
/// Owner: shared by the Viewer and its subscription. Thread: send() on the camera's streaming
/// thread, the rest thread-safe.
class Sender : public fanout::FrameSender {
  public:
    /// Nothing is sent any more when this has returned.
    virtual void close() = 0;
    /// The word for it in the configuration and the API.
    virtual const char* name() const noexcept = 0;
    virtual SendStats stats() const = 0;
    /// From now on this viewer is asked to hold its frames back for so long, instead of for as long
    /// as the camera's others.
    virtual void setPlayoutDelay(gst::PlayoutDelayRange range) = 0;
};

} // namespace vitrine::viewer
