// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gst/Ref.hpp"

#include <gio/gio.h>

#include <memory>
#include <string_view>

namespace vitrine::gst {

/// Sees what passes a connection in both directions, and may end its reading.
///
/// Owner: the tapped connection and its two streams, each of which may outlive the others, and
/// whoever made it. Thread: that of the connection's user, which it is called on.
class StreamTap {
  public:
    StreamTap() = default;
    virtual ~StreamTap() = default;
    StreamTap(const StreamTap&) = delete;
    StreamTap& operator=(const StreamTap&) = delete;

    /// Asked before each read: false has the reader come again (G_IO_ERROR_WOULD_BLOCK).
    virtual bool mayRead() { return true; }
    /// A read gave these bytes. Returns false, with the error set, to have it fail instead.
    virtual bool onRead(std::string_view bytes, GError** error) = 0;
    /// A read gave nothing: there is no more for now, or for ever.
    virtual void onNothing() {}
    virtual void onWritten(std::string_view bytes) = 0;
    /// The connection is being closed. Returns true to take that over: it must then close `base`.
    virtual bool onClose(GIOStream* /*base*/) { return false; }
};

/// `connection` with `tap` on it, unchanged otherwise.
///
/// Its streams are pollable, and to be used by the pollable calls only. Closing it closes
/// `connection`. Thread: any one at a time.
Ref<GIOStream> tapped(GIOStream* connection, std::shared_ptr<StreamTap> tap);

/// The tap of a connection that tapped() gave.
StreamTap& tapOf(GIOStream* tappedConnection);

} // namespace vitrine::gst
