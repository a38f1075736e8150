// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gst/Ref.hpp"

#include <cstdint>
#include <functional>
#include <span>

/// webrtcbin says that it is connected when it has heard the viewer's last words of the DTLS
/// handshake. Its own are then still to be sent, by another thread; media that overtakes them comes
/// to a viewer without a key, who loses it: the first key frame.
namespace vitrine::viewer {

/// Whether a datagram ends a side's part of a DTLS handshake: with its Finished, the only handshake
/// message that is encrypted (RFC 6347, section 4.1; RFC 5246, section 7.4.9). Thread: pure.
bool hasFinished(std::span<const std::uint8_t> datagram) noexcept;

/// Called with the pad when that datagram is on its way; it has left when the pad's stream lock is
/// free. Calls out on: the thread that sends.
using HandshakeSaid = std::function<void(const gst::Ref<GstPad>& pad)>;

/// Has `said` called once, when `element`, one of webrtcbin's, is the one that sends datagrams.
/// Thread: whichever adds the element.
void tellHandshakeSaid(GstElement* element, HandshakeSaid said);

} // namespace vitrine::viewer
