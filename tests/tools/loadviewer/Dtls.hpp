// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "tools/loadviewer/Endpoint.hpp"
#include "util/Result.hpp"

#include <openssl/ssl.h>

#include <array>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace vitrine::loadviewer {

template <typename T, auto Free>
struct FreeWith {
    void operator()(T* pointer) const noexcept { Free(pointer); }
};
template <typename T, auto Free>
using Owned = std::unique_ptr<T, FreeWith<T, Free>>;

/// The fingerprint of a certificate as SDP writes it: "sha-256" and "AB:CD:…" (RFC 8122).
struct Fingerprint {
    std::string algorithm;
    std::string value;
};

/// The self-signed ECDSA certificate and the DTLS settings that every viewer of a run shares.
///
/// Owner: the program. Thread: built once, then read from every shard (SSL_new is thread-safe).
class DtlsIdentity {
  public:
    /// Throws std::runtime_error when OpenSSL refuses.
    DtlsIdentity();

    SSL_CTX* context() const { return context_.get(); }
    const Fingerprint& fingerprint() const { return fingerprint_; }

  private:
    Owned<SSL_CTX, SSL_CTX_free> context_;
    Fingerprint fingerprint_;
};

/// The keys of both directions for SRTP_AES128_CM_HMAC_SHA1_80, each a key followed by its salt,
/// as libsrtp takes them (RFC 5764 section 4.2).
struct SrtpKeys {
    std::array<std::uint8_t, 30> ours{};
    std::array<std::uint8_t, 30> theirs{};
};

/// The client side of DTLS-SRTP over a datagram transport that is not ours.
///
/// Owner: the Viewer. Thread: its shard's. Calls out on: the same, within each call.
class DtlsClient {
  public:
    using Send = std::function<void(Bytes)>;

    /// `expected` is the server's fingerprint from its offer.
    DtlsClient(const DtlsIdentity& identity, Fingerprint expected, Send send);

    /// Sends the first flight.
    util::Result<bool> start() { return advance(); }
    /// Takes one datagram. True once the handshake is done; an Error ends the viewer.
    util::Result<bool> onPacket(Bytes packet);
    /// Retransmits what is due; as onPacket().
    util::Result<bool> tick();

    bool done() const { return done_; }
    /// Whether the server has sent its close_notify.
    bool closedByPeer() const;
    /// The SRTP keys; only once done.
    util::Result<SrtpKeys> keys() const;
    /// Says good-bye (close_notify).
    void close();

  private:
    util::Result<bool> advance();
    util::Result<bool> finish();
    void flush();

    Owned<SSL, SSL_free> ssl_;
    Fingerprint expected_;
    Send send_;
    bool done_ = false;
};

} // namespace vitrine::loadviewer
