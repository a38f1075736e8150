// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "tools/loadviewer/Dtls.hpp"

#include "tools/loadviewer/ByteOrder.hpp"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <algorithm>
#include <stdexcept>
#include <string_view>

namespace vitrine::loadviewer {

namespace {

constexpr std::size_t kRecordHeaderBytes = 13;
constexpr std::size_t kMtu = 1200;
constexpr long kCertificateLife = 30L * 24 * 3600;

using Certificate = Owned<X509, X509_free>;
using Key = Owned<EVP_PKEY, EVP_PKEY_free>;

std::string opensslError() {
    std::array<char, 256> text{};
    ERR_error_string_n(ERR_get_error(), text.data(), text.size());
    ERR_clear_error();
    return text.data();
}

void require(bool good, const char* what) {
    if (!good)
        throw std::runtime_error(std::string(what) + " failed: " + opensslError());
}

Certificate selfSigned(EVP_PKEY* key) {
    Certificate certificate(X509_new());
    require(certificate != nullptr, "making a certificate");
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -3600);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), kCertificateLife);
    X509_set_pubkey(certificate.get(), key);
    auto* name = X509_get_subject_name(certificate.get());
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>("loadviewer"), -1, -1, 0);
    X509_set_issuer_name(certificate.get(), name);
    require(X509_sign(certificate.get(), key, EVP_sha256()) > 0, "signing a certificate");
    return certificate;
}

/// The digest as "AB:CD:…", or nothing for an algorithm that OpenSSL does not know.
std::string fingerprintText(const X509* certificate, std::string algorithm) {
    std::erase(algorithm, '-');
    const auto* digest = EVP_get_digestbyname(algorithm.c_str());
    std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
    unsigned size = 0;
    if (!digest || X509_digest(certificate, digest, bytes.data(), &size) != 1)
        return {};
    static constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string text;
    for (unsigned i = 0; i < size; ++i) {
        if (i != 0)
            text += ':';
        text += kDigits[bytes[i] >> 4U];
        text += kDigits[bytes[i] & 0xFU];
    }
    return text;
}

} // namespace

DtlsIdentity::DtlsIdentity()
    : context_(SSL_CTX_new(DTLS_client_method())) {
    require(context_ != nullptr, "SSL_CTX_new");
    const Key key(EVP_EC_gen("P-256"));
    require(key != nullptr, "making a P-256 key");
    const auto certificate = selfSigned(key.get());
    auto* context = context_.get();
    require(SSL_CTX_use_certificate(context, certificate.get()) == 1, "using the certificate");
    require(SSL_CTX_use_PrivateKey(context, key.get()) == 1, "using the key");
    // The one call of OpenSSL's that returns 0 for success.
    require(SSL_CTX_set_tlsext_use_srtp(context, "SRTP_AES128_CM_SHA1_80") == 0, "use_srtp");
    SSL_CTX_set_min_proto_version(context, DTLS1_2_VERSION);
    SSL_CTX_set_options(context, SSL_OP_NO_QUERY_MTU);
    // Any certificate is taken here: its fingerprint is compared with the offer's afterwards.
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, [](int, X509_STORE_CTX*) { return 1; });
    fingerprint_ = {"sha-256", fingerprintText(certificate.get(), "sha-256")};
}

DtlsClient::DtlsClient(const DtlsIdentity& identity, Fingerprint expected, Send send)
    : ssl_(SSL_new(identity.context()))
    , expected_(std::move(expected))
    , send_(std::move(send)) {
    require(ssl_ != nullptr, "SSL_new");
    auto* in = BIO_new(BIO_s_mem());
    auto* out = BIO_new(BIO_s_mem());
    BIO_set_mem_eof_return(in, -1); // an empty buffer means "later", not "closed"
    BIO_set_mem_eof_return(out, -1);
    SSL_set_bio(ssl_.get(), in, out);
    SSL_set_mtu(ssl_.get(), static_cast<long>(kMtu));
    // As Chromium does: OpenSSL's own first second would hide how soon a server is ready.
    DTLS_set_timer_cb(ssl_.get(), [](SSL*, unsigned microseconds) {
        constexpr unsigned kFirst = 50'000;
        constexpr unsigned kMost = 60'000'000;
        return microseconds == 0 ? kFirst : std::min(2 * microseconds, kMost);
    });
    SSL_set_connect_state(ssl_.get());
}

util::Result<bool> DtlsClient::onPacket(Bytes packet) {
    BIO_write(SSL_get_rbio(ssl_.get()), packet.data(), static_cast<int>(packet.size()));
    if (!done_)
        return advance();
    // Nothing is expected after the handshake but a retransmitted flight or an alert.
    std::array<char, 64> ignored{};
    while (SSL_read(ssl_.get(), ignored.data(), ignored.size()) > 0) {
    }
    ERR_clear_error();
    flush();
    return true;
}

util::Result<bool> DtlsClient::tick() {
    if (!done_ && DTLSv1_handle_timeout(ssl_.get()) < 0)
        return util::Error{"dtls", "the DTLS handshake timed out"};
    flush();
    return done_;
}

util::Result<bool> DtlsClient::advance() {
    const int result = SSL_do_handshake(ssl_.get());
    const int error = result == 1 ? SSL_ERROR_NONE : SSL_get_error(ssl_.get(), result);
    flush();
    if (result == 1)
        return finish();
    if (error != SSL_ERROR_WANT_READ && error != SSL_ERROR_WANT_WRITE)
        return util::Error{"dtls", "the DTLS handshake failed: " + opensslError()};
    return false;
}

util::Result<bool> DtlsClient::finish() {
    const Certificate certificate(SSL_get1_peer_certificate(ssl_.get()));
    const auto found =
        certificate ? fingerprintText(certificate.get(), expected_.algorithm) : std::string();
    if (found.empty() || found != expected_.value)
        return util::Error{"dtls", "the server's certificate has the fingerprint " + found +
                                       ", its offer said " + expected_.value};
    const auto* profile = SSL_get_selected_srtp_profile(ssl_.get());
    if (!profile || profile->id != SRTP_AES128_CM_SHA1_80)
        return util::Error{"dtls", "the server did not agree to SRTP_AES128_CM_SHA1_80"};
    done_ = true;
    return true;
}

bool DtlsClient::closedByPeer() const {
    return (SSL_get_shutdown(ssl_.get()) & SSL_RECEIVED_SHUTDOWN) != 0;
}

util::Result<SrtpKeys> DtlsClient::keys() const {
    constexpr std::size_t kKey = 16;
    constexpr std::size_t kSalt = 14;
    constexpr std::string_view kLabel = "EXTRACTOR-dtls_srtp";
    std::array<std::uint8_t, 2 * (kKey + kSalt)> material{};
    if (SSL_export_keying_material(ssl_.get(), material.data(), material.size(), kLabel.data(),
                                   kLabel.size(), nullptr, 0, 0) != 1)
        return util::Error{"dtls", "exporting the SRTP keys failed: " + opensslError()};
    // Both keys come first, then both salts; the client's before the server's.
    SrtpKeys keys;
    const auto* from = material.data();
    std::copy_n(from, kKey, keys.ours.begin());
    std::copy_n(from + kKey, kKey, keys.theirs.begin());
    std::copy_n(from + 2 * kKey, kSalt, keys.ours.begin() + kKey);
    std::copy_n(from + 2 * kKey + kSalt, kSalt, keys.theirs.begin() + kKey);
    return keys;
}

void DtlsClient::close() {
    if (!done_)
        return;
    SSL_shutdown(ssl_.get());
    ERR_clear_error();
    flush();
}

void DtlsClient::flush() {
    // A memory BIO forgets where datagrams end, so they are put together anew from whole records.
    char* start = nullptr;
    auto* out = SSL_get_wbio(ssl_.get());
    const long pending = BIO_get_mem_data(out, &start);
    if (pending <= 0)
        return;
    const Bytes all(reinterpret_cast<const std::uint8_t*>(start),
                    static_cast<std::size_t>(pending));
    for (std::size_t from = 0; from < all.size();) {
        std::size_t to = from;
        while (to + kRecordHeaderBytes <= all.size()) {
            const auto end = to + kRecordHeaderBytes + readU16(&all[to + 11]);
            if (end > all.size() || (to > from && end - from > kMtu))
                break;
            to = end;
        }
        if (to == from)
            break;
        send_(all.subspan(from, to - from));
        from = to;
    }
    (void)BIO_reset(out);
}

} // namespace vitrine::loadviewer
