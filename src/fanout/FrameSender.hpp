// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "camera/EncodedFrame.hpp"
#include "rtp/DatagramBatch.hpp"

namespace vitrine::fanout {

/// How a frame reaches one viewer: the seam behind which the transport stands.
///
/// Owner: shared by the viewer and its subscription. Thread: send() is called on the camera's
/// streaming thread, one call at a time, and must not block.
class FrameSender {
  public:
    virtual ~FrameSender() = default;

    /// Sends the frame, or refuses it whole: false means that nothing of it was sent, because the
    /// viewer is too slow, and that the viewer has to start again at a key frame.
    /// `scratch` is memory for the time of the call; all senders of a camera use it in turn.
    virtual bool send(const camera::EncodedFrame& frame, rtp::DatagramBatch& scratch) = 0;
};

} // namespace vitrine::fanout
