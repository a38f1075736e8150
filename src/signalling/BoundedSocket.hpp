// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gst/Ref.hpp"
#include "signalling/Message.hpp"

#include <libsoup/soup.h>

namespace vitrine::signalling {

/// What is gathered of a message, in bytes: one somewhat over our own limit still gets our answer,
/// a longer one is cut off as soon as a frame announces it.
inline constexpr guint64 kMostIncoming = 2 * kMaxMessageBytes;

/// Pings that may wait for their pongs to be sent. Who sends more is not reading.
inline constexpr guint64 kMostUnanswered = 256;

/// The server's end of a WebSocket on a connection whose handshake is done, without extensions.
///
/// libsoup 3.2 and 3.6 gather the fragments of a message, the bytes that arrive in one go and the
/// pongs that a peer does not read without any limit. This one's streams count what passes, so that
/// no peer makes the connection hold more than some 0.5 MB: past kMostIncoming or kMostUnanswered
/// the connection emits "error" (G_IO_ERROR_MESSAGE_TOO_LARGE, G_IO_ERROR_BUSY), while something
/// can still be sent, and closes at once.
///
/// Thread: main.
gst::Ref<SoupWebsocketConnection> boundedSocket(GIOStream* connection, GUri* uri,
                                                const char* origin, const char* protocol);

} // namespace vitrine::signalling
