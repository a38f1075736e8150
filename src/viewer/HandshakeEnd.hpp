// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gst/Connection.hpp"

#include <functional>
#include <memory>

namespace vitrine::viewer {

/// Tells when the last that we have to say in a DTLS handshake is on the wire.
///
/// webrtcbin calls a connection connected when it has the peer's Finished, while its own still
/// waits in dtlsenc's thread. What goes out at once by another way overtakes it, and a peer that
/// has no keys yet drops it: the key frame, of all frames.
///
/// Owner: the Viewer. Thread: main. Calls out on: dtlsenc's streaming thread, once, and possibly
/// still when it is gone: the rule for captures as with gst::Connection.
class HandshakeEnd {
  public:
    HandshakeEnd() = default;
    /// From before the first offer on.
    HandshakeEnd(GstElement* webrtcbin, std::function<void()> told);

  private:
    gst::Connection added_;
};

} // namespace vitrine::viewer
