// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gst/Connection.hpp"

#include <cstdint>
#include <functional>
#include <span>

namespace vitrine::viewer {

/// Whether one of these DTLS records ends a side's part of a handshake: Finished is the only
/// handshake message that is encrypted, and so of a later epoch than the first (RFC 6347, section
/// 4.1). Thread: pure.
bool hasFinished(std::span<const std::uint8_t> records) noexcept;

/// Tells when the last that we have to say in a DTLS handshake is on the wire.
///
/// webrtcbin calls a connection connected when it has the peer's Finished, while its own still
/// waits in dtlsenc's thread. What goes out at once by another way overtakes it, and a peer that
/// has no keys yet drops it: the key frame, of all frames.
///
/// Owner: the Viewer. Thread: main. Calls out on: the thread that sends, once, and possibly still
/// when it is gone: the rule for captures as with gst::Connection.
class HandshakeEnd {
  public:
    /// Called when it is on its way through this pad.
    using Told = std::function<void(const gst::Ref<GstPad>& pad)>;

    HandshakeEnd() = default;
    /// From before the first offer on.
    HandshakeEnd(GstElement* webrtcbin, Told told);

    /// Waits until what is on its way through the pad has left: a moment, a datagram is never
    /// waited for. Not on the thread that sends.
    static void awaitSent(GstPad* pad);

  private:
    gst::Connection added_;
};

} // namespace vitrine::viewer
