// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "tools/loadviewer/FileDescriptor.hpp"
#include "util/MainLoop.hpp"

#include <libsoup/soup.h>

#include <functional>
#include <string>
#include <string_view>

namespace vitrine::loadviewer {

/// One WebSocket to a server, and every way in which a viewer may end it.
///
/// Owner: a Signalling. Thread: that of the SoupSession. Calls out on: the same; a call may come
/// from within a method. After abort() or freeze() nothing is called any more.
class WebSocket {
  public:
    struct Events {
        std::function<void()> onOpen;
        std::function<void(std::string_view text)> onText;
        /// The server refused, ended or lost the connection; why, in words. Called once, and last.
        std::function<void(const std::string& reason)> onEnd;
    };

    WebSocket(SoupSession* session, Events events);
    ~WebSocket();
    WebSocket(const WebSocket&) = delete;
    WebSocket& operator=(const WebSocket&) = delete;

    /// Opens ws://… for a subprotocol; how that went is told by onOpen or onEnd.
    void connect(const std::string& url, std::string protocol);

    void sendText(const std::string& text);
    void sendBinary(std::string_view bytes);
    /// Writes into the TCP stream under the WebSocket.
    void sendRaw(std::string_view bytes);

    /// The closing handshake; onEnd tells when the server agreed.
    void close();
    /// Ends the TCP connection without a word, as a killed browser does.
    void abort();
    /// Stops reading and writing for good, but keeps the TCP connection open as long as the
    /// descriptor lives, as a machine does that has lost its network.
    FileDescriptor freeze();

  private:
    struct Pending;

    static void onConnected(GObject* session, GAsyncResult* result, gpointer data);
    void adopt(SoupWebsocketConnection* connection);
    void onMessage(SoupWebsocketDataType type, GBytes* bytes);
    void end(const std::string& reason);
    void drop();
    bool open() const;

    SoupSession* session_;
    Events events_;
    GCancellable* cancellable_;
    SoupMessage* message_ = nullptr;
    SoupWebsocketConnection* connection_ = nullptr;
    GSocket* socket_ = nullptr;
    util::Token token_;
};

} // namespace vitrine::loadviewer
