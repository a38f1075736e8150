// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gst/Ref.hpp"
#include "gst/StreamTap.hpp"
#include "http/RequestMeter.hpp"
#include "util/Clock.hpp"

#include <gio/gio.h>

#include <functional>
#include <memory>
#include <string>

namespace vitrine::http {

/// One accepted connection: what it is doing, since when, and whether a request on it is too long.
///
/// Owner: Connections, until it is closed, and its stream. Thread: main. Calls out on: main
/// (`onEnd`, at most once, when it has been closed).
class Connection final : public gst::StreamTap {
  public:
    /// Handshaking: TLS. Fresh: no request yet. Asking: a request is coming. Answering: an
    /// answer is being read, after which libsoup ends the connection. Socket: a WebSocket, with
    /// bounds of its own. Lingering: it was told off, and what it still sends is read and dropped,
    /// lest the kernel take back what it was told.
    enum class Phase { Handshaking, Fresh, Asking, Answering, Socket, Lingering };

    /// `peer` is the util::peerKey() of where it comes from.
    Connection(GSocketConnection* connection, std::string peer, bool tls,
               std::function<void(Connection&)> onEnd);
    ~Connection() override;

    /// The stream for libsoup: the connection itself, or what TLS has made of it.
    static gst::Ref<GIOStream> guard(const std::shared_ptr<Connection>& self, GIOStream* stream);

    /// Before it is guarded: answers with a problem (RFC 9457), and ends it.
    void turnAway(unsigned status, const std::string& detail);
    /// Whoever uses it sees its end, and closes it.
    void cut();
    /// Closes it: before it is guarded, or while it lingers.
    void end();
    /// The owner is gone: `onEnd` is not called any more.
    void forget() noexcept { onEnd_ = nullptr; }

    Phase phase() const noexcept { return phase_; }
    util::Clock::duration in(util::Clock::time_point now) const noexcept { return now - since_; }
    util::Clock::time_point since() const noexcept { return since_; }
    bool isCut() const noexcept { return cut_; }
    const std::string& peer() const noexcept { return peer_; }

    bool onRead(std::string_view bytes, GError** error) override;
    void onWritten(std::string_view bytes) override;
    bool onClose(GIOStream* base) override;

  private:
    void enter(Phase phase);
    void tell(unsigned status, const std::string& detail);
    void linger();
    bool drain();
    void ended();

    gst::Ref<GSocket> socket_;
    gst::Ref<GIOStream> stream_; // what is beneath libsoup's
    std::string peer_;
    std::function<void(Connection&)> onEnd_;
    RequestMeter meter_;
    Phase phase_;
    util::Clock::time_point since_ = util::Clock::now();
    bool cut_ = false;
    gsize drained_ = 0;
    unsigned drainer_ = 0; // a source of the main loop
};

} // namespace vitrine::http
