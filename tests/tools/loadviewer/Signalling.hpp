// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "tools/loadviewer/Endpoint.hpp"
#include "tools/loadviewer/WebSocket.hpp"

#include <memory>

namespace vitrine::loadviewer {

/// The signalling that a server speaks. In each of them the server offers.
enum class Protocol {
    Vitrine, ///< vitrine.v1
    Janus,   ///< janus-protocol, and behind it the streaming plugin
};

/// A viewer's side of the signalling, whichever protocol it is.
///
/// Owner: the Viewer. Thread: that of the SoupSession. Calls out on: the same; a call may come from
/// within a method. After abort() or freeze() nothing is called any more, after close() only onEnd.
class Signalling {
  public:
    struct Events {
        std::function<void(const std::string& sdp)> onOffer;
        std::function<void(const std::string& candidate)> onCandidate;
        /// The server refused, ended or lost the connection; why, in words. Called once.
        std::function<void(const std::string& reason)> onEnd;
    };

    virtual ~Signalling() = default;
    Signalling(const Signalling&) = delete;
    Signalling& operator=(const Signalling&) = delete;

    /// Opens ws://…; how that went is told by onOffer or onEnd.
    void connect(const std::string& url) { socket_.connect(url, protocol_); }

    virtual void sendAnswer(const std::string& sdp) = 0;
    virtual void sendCandidate(const std::string& candidate) = 0;
    /// Says what has to be said again and again.
    virtual void tick(Clock::time_point) {}

    /// The polite end: a word of it, then the closing handshake; onEnd tells when the server
    /// agreed.
    void close();
    void abort();
    FileDescriptor freeze();

    /// For what is not in the protocol.
    WebSocket& socket() { return socket_; }

  protected:
    Signalling(SoupSession* session, std::string protocol, Events events);

    void tellOffer(const std::string& sdp) const;
    void tellCandidate(const std::string& candidate) const;
    /// What the server said is wrong: the reason once it ends the connection.
    void noteError(const std::string& reason);
    /// Ends the connection from here, as a failure.
    void giveUp(const std::string& reason);

  private:
    virtual void onOpen() {}
    virtual void onText(std::string_view text) = 0;
    /// Says that this viewer leaves.
    virtual void sendBye() = 0;
    void end(const std::string& reason);

    std::string protocol_;
    Events events_;
    std::string lastError_;
    WebSocket socket_;
};

std::unique_ptr<Signalling> makeSignalling(Protocol protocol, SoupSession* session,
                                           Signalling::Events events);

} // namespace vitrine::loadviewer
