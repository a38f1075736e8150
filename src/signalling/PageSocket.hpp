// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gst/Connection.hpp"
#include "gst/Ref.hpp"
#include "util/MainLoop.hpp"

#include <libsoup/soup.h>

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace vitrine::signalling {

/// The way to a page: a boundedSocket() that may break and be replaced by another.
///
/// What it hears that is no text is told as a fault, with the words and the code (RFC 6455, section
/// 7.4.1) that the peer is to be told; closing is up to who listens. A peer that does not read is
/// told nothing more.
///
/// Owner: Session. Thread: main. Calls out on: main.
class PageSocket {
  public:
    struct Events {
        std::function<void(std::string_view)> onText;
        std::function<void(const std::string& code, const std::string& message,
                           unsigned short closeCode)>
            onFault;
        /// It is closed; `meant` when the peer has said so, and not just fallen silent.
        std::function<void(bool meant)> onClosed;
        /// Posted, as whoever sends may be in the middle of something.
        std::function<void()> onUnread;
    };

    PageSocket(gst::Ref<SoupWebsocketConnection> socket, Events events);

    /// Goes on with another socket; says goodbye to the one before, if that is still there.
    void replace(gst::Ref<SoupWebsocketConnection> socket);
    /// The peer is gone from it without a word.
    void forget();
    /// Says goodbye, and hears nothing more.
    void part(unsigned short code, const std::string& reason);

    bool there() const noexcept { return static_cast<bool>(socket_); }
    /// Does nothing where it is not open.
    void send(const std::string& message);

  private:
    void listen();
    void stopListening();
    void onError(const GError& error) const;
    bool reads() const;

    gst::Ref<SoupWebsocketConnection> socket_; // empty while it is gone
    Events events_;
    std::uint64_t sent_ = 0; // messages, on this socket
    gst::Connection message_;
    gst::Connection error_;
    gst::Connection closed_;
    util::Token token_;
};

} // namespace vitrine::signalling
