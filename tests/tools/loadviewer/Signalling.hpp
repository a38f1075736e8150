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

/// The client's side of the protocol vitrine.v1 on one WebSocket.
///
/// Owner: the Viewer. Thread: that of the SoupSession. Calls out on: the same; a call may come from
/// within a method. After close(), abort() or freeze() nothing is called any more, but onEnd after
/// close().
class Signalling {
  public:
    struct Events {
        std::function<void(const std::string& sdp)> onOffer;
        std::function<void(const std::string& candidate)> onCandidate;
        /// The server refused, ended or lost the connection; why, in words. Called once.
        std::function<void(const std::string& reason)> onEnd;
    };

    Signalling(SoupSession* session, Events events);
    ~Signalling();
    Signalling(const Signalling&) = delete;
    Signalling& operator=(const Signalling&) = delete;

    /// Opens ws://…; how that went is told by onOffer or onEnd.
    void connect(const std::string& url);

    void sendAnswer(const std::string& sdp);
    /// An empty text ends the candidates.
    void sendCandidate(const std::string& candidate);
    void sendText(const std::string& text);
    void sendBinary(std::string_view bytes);
    /// Writes into the TCP stream under the WebSocket.
    void sendRaw(std::string_view bytes);

    /// The polite end: "bye", then the closing handshake; onEnd tells when the server agreed.
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

    SoupSession* session_;
    Events events_;
    GCancellable* cancellable_;
    SoupMessage* message_ = nullptr;
    SoupWebsocketConnection* connection_ = nullptr;
    GSocket* socket_ = nullptr;
    std::string lastError_;
    util::Token token_;
};

} // namespace vitrine::loadviewer
