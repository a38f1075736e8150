// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "fanout/FrameSender.hpp"
#include "viewer/UdpPath.hpp"

#include <gio/gio.h>

#include <atomic>

namespace vitrine::publish {

/// Sends a camera's frames as plain RTP (RFC 6184, payload type 96) to one UDP address: as every
/// viewer gets them, but without header extensions, which nobody has agreed on, and in the clear.
///
/// Nothing comes back. A frame that does not fit into the socket ends where the room does; the rest
/// is lost, and a key frame follows.
///
/// Owner: shared by the Forward and its subscription. Thread: send() on the camera's streaming
/// thread, the rest thread-safe.
class RtpSender : public fanout::FrameSender {
  public:
    /// Opens a socket of its own. Throws std::system_error.
    explicit RtpSender(GSocketAddress* to);

    bool send(const camera::EncodedFrame& frame, rtp::DatagramBatch& scratch) override;
    /// Whether the last frame went out.
    bool sending() const noexcept { return sending_; }

  private:
    viewer::UdpPath path_;
    std::atomic<bool> sending_{true};
};

} // namespace vitrine::publish
