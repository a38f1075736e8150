// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "rtp/SrtpKeys.hpp"

#include "rtp/AesCounter.hpp"

#include <algorithm>

namespace vitrine::rtp {
namespace {

// RFC 3711, section 4.3.1: which key a label makes; RTCP's are three above RTP's.
enum Label : std::uint8_t { kEncryption = 0, kAuthentication = 1, kSalt = 2, kRtcp = 3 };
constexpr std::size_t kLabelAt = 7; // of the 14 bytes of key_id: label, then a 48-bit index of 0

template <std::size_t Size>
std::array<std::uint8_t, Size> derive(AesCounter& cipher, const SrtpMaster& master, int label) {
    AesBlock iv{}; // the salt with the label in it, then a block counter of 0
    std::copy(master.salt.begin(), master.salt.end(), iv.begin());
    iv[kLabelAt] ^= static_cast<std::uint8_t>(label);
    std::array<std::uint8_t, Size> key{};
    cipher.crypt(iv, key, key.data());
    return key;
}

} // namespace

std::optional<SrtpMaster> SrtpMaster::from(std::span<const std::uint8_t> keyAndSalt) noexcept {
    SrtpMaster master;
    if (keyAndSalt.size() != master.key.size() + master.salt.size())
        return std::nullopt;
    const auto split = keyAndSalt.begin() + kSrtpKeyBytes;
    std::copy(keyAndSalt.begin(), split, master.key.begin());
    std::copy(split, keyAndSalt.end(), master.salt.begin());
    return master;
}

SrtpSessionKeys deriveKeys(const SrtpMaster& master, SrtpKind kind) {
    AesCounter cipher(master.key);
    const int base = kind == SrtpKind::Rtcp ? kRtcp : 0;
    SrtpSessionKeys keys;
    keys.encryption = derive<kSrtpKeyBytes>(cipher, master, base + kEncryption);
    keys.authentication = derive<kSrtpAuthKeyBytes>(cipher, master, base + kAuthentication);
    keys.salt = derive<kSrtpSaltBytes>(cipher, master, base + kSalt);
    return keys;
}

} // namespace vitrine::rtp
