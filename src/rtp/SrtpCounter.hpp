// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "rtp/AesCounter.hpp"
#include "rtp/SrtpKeys.hpp"

#include <algorithm>
#include <cstdint>

namespace vitrine::rtp {

/// Where the key stream of a packet begins: (salt * 2^16) ^ (ssrc * 2^64) ^ (index * 2^16)
/// (RFC 3711, section 4.1.1). Thread: pure.
inline AesBlock counterBlock(const SrtpSessionKeys& keys, std::uint32_t ssrc,
                             std::uint64_t index) noexcept {
    AesBlock iv{};
    std::copy(keys.salt.begin(), keys.salt.end(), iv.begin());
    for (unsigned i = 0; i < 4; ++i)
        iv[4 + i] ^= static_cast<std::uint8_t>(ssrc >> (24U - 8U * i));
    for (unsigned i = 0; i < 6; ++i)
        iv[8 + i] ^= static_cast<std::uint8_t>(index >> (40U - 8U * i));
    return iv;
}

/// What stays readable of RTCP: the first header and its sender.
inline constexpr std::size_t kRtcpClearBytes = 8;
inline constexpr std::size_t kSsrcAtInRtcp = 4;
/// In the word behind an SRTCP packet: that it is encrypted; the rest is the index.
inline constexpr std::uint32_t kSrtcpEncrypted = 0x80000000U;

} // namespace vitrine::rtp
