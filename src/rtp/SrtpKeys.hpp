// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>

namespace vitrine::rtp {

inline constexpr std::size_t kSrtpKeyBytes = 16;
inline constexpr std::size_t kSrtpSaltBytes = 14;
inline constexpr std::size_t kSrtpAuthKeyBytes = 20;
/// AES_CM_128_HMAC_SHA1_80: what authenticates a packet (RFC 3711, section 8.2).
inline constexpr std::size_t kSrtpTagBytes = 10;

/// What DTLS agreed on for one direction (RFC 5764, section 4.2). Thread: a plain value.
struct SrtpMaster {
    std::array<std::uint8_t, kSrtpKeyBytes> key{};
    std::array<std::uint8_t, kSrtpSaltBytes> salt{};

    /// From key and salt one after the other, 30 bytes; nothing when it is another number.
    static std::optional<SrtpMaster> from(std::span<const std::uint8_t> keyAndSalt) noexcept;
};

/// The keys that encrypt and authenticate one kind of packet. Thread: a plain value.
struct SrtpSessionKeys {
    std::array<std::uint8_t, kSrtpKeyBytes> encryption{};
    std::array<std::uint8_t, kSrtpAuthKeyBytes> authentication{};
    std::array<std::uint8_t, kSrtpSaltBytes> salt{};
};

enum class SrtpKind : std::uint8_t { Rtp, Rtcp };

/// Derives the session keys of RTP or RTCP with a key derivation rate of 0 (RFC 3711, section 4.3).
/// Throws CryptoError. Thread: pure.
SrtpSessionKeys deriveKeys(const SrtpMaster& master, SrtpKind kind);

} // namespace vitrine::rtp
