// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gst/Ref.hpp"

#include <libsoup/soup.h>

#include <functional>

namespace vitrine::http {

/// Answers a WebSocket handshake (RFC 6455, section 4.2) for `vitrine.v1`, or for no subprotocol:
/// with 101, then calls `onOpen` with the socket, a signalling::boundedSocket; or with 400 and what
/// is wrong with the handshake.
///
/// Done here and not by libsoup, whose own sockets gather without limit what a peer sends.
///
/// Thread: main. Calls out on: main (`onOpen`, at most once, later).
void upgrade(SoupServerMessage* message,
             std::function<void(gst::Ref<SoupWebsocketConnection>)> onOpen);

} // namespace vitrine::http
