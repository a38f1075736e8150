// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "config/Config.hpp"
#include "gst/Ref.hpp"
#include "http/Connections.hpp"
#include "http/Listener.hpp"

#include <libsoup/soup.h>

#include <chrono>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace vitrine::http {

/// Thrown when an address cannot be listened on or a certificate cannot be used.
class ListenError : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// The listening sockets.
///
/// Owner: Daemon. Thread: main.
class Server {
  public:
    explicit Server(const config::Limits& limits = {});
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    /// For Routes to mount on.
    SoupServer* get() const noexcept { return server_.get(); }

    /// Listens on every address of the settings, or on the listening sockets that are passed, when
    /// there are any, instead. Throws ListenError, naming the address and why.
    void listen(const config::Server& settings, const std::vector<gst::Ref<GSocket>>& passed = {});

    /// New connections get this certificate, where there is TLS; whoever is connected stays. Says
    /// whether it is another one than before.
    bool useCertificate(const gst::Ref<GTlsCertificate>& certificate);

    Connections& connections() noexcept { return connections_; }

    /// Lets those who are connected go: calls `done` when all have gone, or after `patience`. Who
    /// comes meanwhile is still let in: a closed door would not say why.
    void windDown(std::chrono::milliseconds patience, std::function<void()> done);

    /// The URLs that lead here, with the ports really used.
    std::vector<std::string> urls() const;

  private:
    gst::Ref<SoupServer> server_;
    Connections connections_;
    gst::Ref<GTlsCertificate> certificate_; // empty without TLS
    std::vector<std::unique_ptr<Listener>> listeners_;
};

} // namespace vitrine::http
