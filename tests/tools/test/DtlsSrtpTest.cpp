// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "tools/loadviewer/ByteOrder.hpp"
#include "tools/loadviewer/MediaReceiver.hpp"

using namespace vitrine;
using namespace vitrine::loadviewer;
using namespace std::chrono_literals;

namespace {

/// A DTLS server in memory, with the identity's certificate, wired to a client.
struct Handshake {
    DtlsIdentity identity;
    Owned<SSL_CTX, SSL_CTX_free> context{SSL_CTX_new(DTLS_server_method())};
    Owned<SSL, SSL_free> server;
    DtlsClient client;
    std::vector<std::size_t> datagrams;

    explicit Handshake(std::string fingerprint = {})
        : client(identity,
                 {"sha-256",
                  fingerprint.empty() ? identity.fingerprint().value : std::move(fingerprint)},
                 [this](Bytes bytes) {
                     datagrams.push_back(bytes.size());
                     BIO_write(SSL_get_rbio(server.get()), bytes.data(),
                               static_cast<int>(bytes.size()));
                     SSL_do_handshake(server.get());
                 }) {
        SSL_CTX_use_certificate(context.get(), SSL_CTX_get0_certificate(identity.context()));
        SSL_CTX_use_PrivateKey(context.get(), SSL_CTX_get0_privatekey(identity.context()));
        SSL_CTX_set_tlsext_use_srtp(context.get(), "SRTP_AES128_CM_SHA1_80");
        SSL_CTX_set_options(context.get(), SSL_OP_NO_QUERY_MTU);
        server.reset(SSL_new(context.get()));
        auto* in = BIO_new(BIO_s_mem());
        auto* out = BIO_new(BIO_s_mem());
        BIO_set_mem_eof_return(in, -1);
        BIO_set_mem_eof_return(out, -1);
        SSL_set_bio(server.get(), in, out);
        SSL_set_mtu(server.get(), 1200);
        SSL_set_accept_state(server.get());
    }

    /// Runs the handshake to its end.
    util::Result<bool> run() {
        auto step = client.start();
        for (int round = 0; round < 10 && step && !step.value(); ++round) {
            std::vector<std::uint8_t> reply(8192);
            const int size = BIO_read(SSL_get_wbio(server.get()), reply.data(), 8192);
            if (size <= 0)
                break;
            step = client.onPacket(Bytes(reply).first(static_cast<std::size_t>(size)));
        }
        return step;
    }
};

/// A packet with the playout-delay extension 0/0 as element 3.
std::vector<std::uint8_t> rtp(std::uint16_t sequence, bool marker,
                              const std::vector<std::uint8_t>& nal) {
    std::vector<std::uint8_t> packet;
    packet.reserve(64);
    appendU16(packet, marker ? 0x90E0 : 0x9060);
    appendU16(packet, sequence);
    appendU32(packet, 1);
    appendU32(packet, 2);
    appendU32(packet, 0xBEDE0001);
    appendU32(packet, 0x32000000);
    packet.insert(packet.end(), nal.begin(), nal.end());
    return packet;
}

SrtpKeys someKeys() {
    SrtpKeys keys;
    keys.ours.fill(1);
    keys.theirs.fill(2);
    return keys;
}

} // namespace

TEST_CASE("DTLS: both sides export the same keys") {
    Handshake handshake;
    const auto done = handshake.run();
    INFO((done ? "" : done.error().message));
    REQUIRE(done);
    REQUIRE(done.value());
    const auto keys = handshake.client.keys();
    REQUIRE(keys);
    std::array<std::uint8_t, 60> material{};
    REQUIRE(SSL_export_keying_material(handshake.server.get(), material.data(), material.size(),
                                       "EXTRACTOR-dtls_srtp", 19, nullptr, 0, 0) == 1);
    CHECK(std::equal(material.begin(), material.begin() + 16, keys.value().ours.begin()));
    CHECK(std::equal(material.begin() + 16, material.begin() + 32, keys.value().theirs.begin()));
    CHECK(std::equal(material.begin() + 32, material.begin() + 46, keys.value().ours.begin() + 16));
    CHECK(std::equal(material.begin() + 46, material.end(), keys.value().theirs.begin() + 16));
    for (const auto size : handshake.datagrams)
        CHECK(size <= 1200);
}

TEST_CASE("DTLS: a certificate that the offer did not name is refused") {
    Handshake handshake("AA:BB");
    const auto done = handshake.run();
    REQUIRE_FALSE(done);
    CHECK_THAT(done.error().message, ContainsSubstring("AA:BB"));
}

TEST_CASE("SRTP: what one side protects the other opens once, and only unharmed") {
    auto keys = someKeys();
    Srtp sender({keys.theirs, keys.ours});
    Srtp receiver(keys);
    const auto plain = rtp(1, true, {0x65, 1, 2, 3});
    auto packet = plain;
    REQUIRE(sender.protectRtp(packet));
    CHECK(packet.size() == plain.size() + 10);
    auto harmed = packet;
    harmed.back() ^= 1;
    CHECK_FALSE(receiver.unprotectRtp(harmed).authentic);
    auto again = packet;
    const auto size = receiver.unprotectRtp(packet).size;
    REQUIRE(size == plain.size());
    packet.resize(*size);
    CHECK(packet == plain);
    const auto replay = receiver.unprotectRtp(again);
    CHECK(replay.authentic);
    CHECK_FALSE(replay.size);
}

TEST_CASE("a media receiver counts, checks and reports") {
    auto keys = someKeys();
    Srtp server({keys.theirs, keys.ours});
    MediaSettings settings;
    settings.checkAll = true;
    settings.payloadType = 96;
    settings.playoutDelayId = std::uint8_t{3};
    std::vector<std::vector<std::uint8_t>> reports;
    MediaReceiver receiver(keys, settings,
                           [&](Bytes bytes) { reports.emplace_back(bytes.begin(), bytes.end()); });
    const auto now = Clock::now();
    const auto deliver = [&](std::vector<std::uint8_t> packet) {
        REQUIRE(server.protectRtp(packet));
        receiver.onPacket(packet, now);
    };
    deliver(rtp(1, false, {24, 0, 1, 0x67, 0, 1, 0x68}));
    deliver(rtp(2, true, {0x65, 1}));
    deliver(rtp(3, true, {0x41, 1}));
    CHECK(receiver.counts().packets == 3);
    CHECK(receiver.counts().frames == 2);
    CHECK(receiver.counts().opened == 3);
    CHECK(receiver.counts().firstKeyFrame == now);
    CHECK(receiver.problems().empty());

    receiver.tick(now);
    receiver.tick(now + 500ms);
    receiver.tick(now + 1s);
    REQUIRE(reports.size() == 2);
    const auto size = server.unprotectRtcp(reports[0]);
    REQUIRE(size);
    CHECK(reports[0][1] == 201);
    CHECK(reports[0][19] == 3); // the low byte of the highest sequence number

    auto bad = rtp(4, true, {0x41, 1});
    bad[19] = 1; // a playout delay that is not 0/0
    deliver(bad);
    auto forged = rtp(5, true, {0x41, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11});
    receiver.onPacket(forged, now);
    CHECK(receiver.problems().size() == 2);
}

TEST_CASE("what is still sent to the port's last user is not taken for a media receiver's stream") {
    auto keys = someKeys();
    Srtp server({keys.theirs, keys.ours});
    MediaSettings settings;
    settings.payloadType = 96;
    MediaReceiver receiver(keys, settings, [](Bytes) {});
    const auto now = Clock::now();
    auto stray = rtp(1000, true, {0x41, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11});
    receiver.onPacket(stray, now);
    // Behind the other's sequence number, and yet not late.
    auto own = rtp(1, false, {24, 0, 1, 0x67, 0, 1, 0x68});
    auto key = rtp(2, true, {0x65, 1});
    for (auto* packet : {&own, &key}) {
        REQUIRE(server.protectRtp(*packet));
        receiver.onPacket(*packet, now);
    }
    CHECK(receiver.counts().openFailures == 1);
    CHECK(receiver.counts().packets == 2);
    CHECK(receiver.counts().firstKeyFrame == now);
    CHECK(receiver.reception().lost() == 0);
}

TEST_CASE("a media receiver takes the playout delay it expects and no other") {
    const auto problemsOf = [](std::array<std::uint8_t, 3> sent) {
        auto keys = someKeys();
        Srtp server({keys.theirs, keys.ours});
        MediaSettings settings;
        settings.checkAll = true;
        settings.h264 = false;
        settings.payloadType = 96;
        settings.playoutDelayId = std::uint8_t{3};
        settings.playoutDelay = {200ms, 400ms};
        MediaReceiver receiver(keys, settings, [](Bytes) {});
        auto packet = rtp(1, true, {1});
        std::copy(sent.begin(), sent.end(), packet.begin() + 17);
        REQUIRE(server.protectRtp(packet));
        receiver.onPacket(packet, Clock::now());
        return receiver.problems().size();
    };
    CHECK(problemsOf({0x01, 0x40, 0x28}) == 0);
    CHECK(problemsOf({0, 0, 0}) == 1);
    CHECK(problemsOf({0x02, 0x80, 0x14}) == 1);
}
