// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gst/Ref.hpp"

#include <gio/gio.h>

#include <cstdint>

namespace vitrine::signalling {

/// What a BoundedStream lets pass.
struct StreamLimits {
    /// Bytes of payload of one message, all its frames together.
    guint64 message = 0;
    /// Pings read for which no pong has been written.
    guint64 unanswered = 0;
};

/// A server's WebSocket connection, unchanged but for its limits: a read that would pass one fails
/// with G_IO_ERROR_MESSAGE_TOO_LARGE or G_IO_ERROR_BUSY, and reads come in bursts of at most
/// 16 KiB, with G_IO_ERROR_WOULD_BLOCK in between.
///
/// Its streams are pollable, and to be used by the pollable calls only. Closing it closes
/// `connection`. Thread: main.
gst::Ref<GIOStream> boundedStream(GIOStream* connection, StreamLimits limits);

/// Lets only `limits.message` more bytes be read: what a peer may still have on its way when the
/// connection is being closed. Thread: main.
void windUp(GIOStream* boundedStream);

/// How many messages have begun to be written: what was handed over before and is not among them
/// waits for a peer that does not read. Thread: main.
std::uint64_t messagesWritten(GIOStream* boundedStream);

} // namespace vitrine::signalling
