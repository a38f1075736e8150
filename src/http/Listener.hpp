// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "config/Config.hpp"
#include "gst/Connection.hpp"
#include "gst/Ref.hpp"
#include "http/Connections.hpp"

#include <libsoup/soup.h>

#include <memory>
#include <string>

namespace vitrine::http {

/// One listening socket, whose connections are handed to a SoupServer when Connections lets them
/// in.
///
/// libsoup 3.2 never lets go of the GSocket of a connection that it accepts itself: a few hundred
/// bytes each, for ever, in pages which nothing else can then leave. It does not for these.
///
/// Owner: Server, together with the SoupServer, which is ended later. Thread: main.
class Listener {
  public:
    /// A socket that listens on the address. Throws ListenError, naming the address and why.
    static gst::Ref<GSocket> open(const config::ListenAddress& address);

    /// Serves a listening TCP socket, for TLS with a certificate, in the clear without. Throws
    /// ListenError.
    Listener(SoupServer* server, Connections& connections, GSocket* socket,
             gst::Ref<GTlsCertificate> certificate);
    ~Listener();
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

    /// For connections yet to come; only where there was one before. Whoever is connected stays.
    void setCertificate(gst::Ref<GTlsCertificate> certificate) {
        certificate_ = std::move(certificate);
    }

    /// The URL that leads here, with the port really used.
    const std::string& url() const noexcept { return url_; }

  private:
    void take(GSocketConnection* connection);
    void shakeHands(GSocketConnection* connection, std::shared_ptr<Connection> admitted);

    SoupServer* server_;
    Connections& connections_;
    gst::Ref<GTlsCertificate> certificate_;
    gst::Ref<GCancellable> ending_;
    gst::Ref<GSocketService> service_;
    gst::Connection incoming_;
    std::string url_;
};

} // namespace vitrine::http
