// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "tools/loadviewer/Srtp.hpp"

#include <mutex>
#include <stdexcept>

namespace vitrine::loadviewer {

namespace {

/// How far out of order a packet may come: well over the burst of a large key frame.
constexpr unsigned long kReplayWindow = 1024;

srtp_t makeContext(std::array<std::uint8_t, 30> key, srtp_ssrc_type_t direction) {
    static std::once_flag once;
    std::call_once(once, [] {
        if (srtp_init() != srtp_err_status_ok)
            throw std::runtime_error("libsrtp does not start (srtp_init failed)");
    });
    srtp_policy_t policy{};
    srtp_crypto_policy_set_aes_cm_128_hmac_sha1_80(&policy.rtp);
    srtp_crypto_policy_set_aes_cm_128_hmac_sha1_80(&policy.rtcp);
    policy.ssrc.type = direction;
    policy.key = key.data();
    policy.window_size = kReplayWindow;
    srtp_t context = nullptr;
    if (srtp_create(&context, &policy) != srtp_err_status_ok)
        throw std::runtime_error("libsrtp refuses the exported keys (srtp_create failed)");
    return context;
}

template <typename Unprotect>
Opening openPacket(std::span<std::uint8_t> packet, Unprotect unprotect) {
    int size = static_cast<int>(packet.size());
    switch (unprotect(packet.data(), &size)) {
    case srtp_err_status_ok:
        return {true, static_cast<std::size_t>(size)};
    case srtp_err_status_replay_fail:
    case srtp_err_status_replay_old:
        return {true, std::nullopt};
    default:
        return {};
    }
}

template <typename Protect>
bool sealPacket(std::vector<std::uint8_t>& packet, Protect protect) {
    int size = static_cast<int>(packet.size());
    packet.resize(packet.size() + SRTP_MAX_TRAILER_LEN + 4);
    const bool good = protect(packet.data(), &size) == srtp_err_status_ok;
    packet.resize(good ? static_cast<std::size_t>(size) : 0);
    return good;
}

} // namespace

Srtp::Srtp(const SrtpKeys& keys)
    : in_(makeContext(keys.theirs, ssrc_any_inbound))
    , out_(makeContext(keys.ours, ssrc_any_outbound)) {}

Opening Srtp::unprotectRtp(std::span<std::uint8_t> packet) {
    return openPacket(packet,
                      [&](void* data, int* size) { return srtp_unprotect(in_.get(), data, size); });
}

std::optional<std::size_t> Srtp::unprotectRtcp(std::span<std::uint8_t> packet) {
    const auto opening = openPacket(
        packet, [&](void* data, int* size) { return srtp_unprotect_rtcp(in_.get(), data, size); });
    return opening.size;
}

bool Srtp::protectRtcp(std::vector<std::uint8_t>& packet) {
    return sealPacket(
        packet, [&](void* data, int* size) { return srtp_protect_rtcp(out_.get(), data, size); });
}

bool Srtp::protectRtp(std::vector<std::uint8_t>& packet) {
    return sealPacket(packet,
                      [&](void* data, int* size) { return srtp_protect(out_.get(), data, size); });
}

bool Srtp::setRollover(std::uint32_t ssrc, std::uint32_t counter) {
    return srtp_set_stream_roc(out_.get(), ssrc, counter) == srtp_err_status_ok;
}

} // namespace vitrine::loadviewer
