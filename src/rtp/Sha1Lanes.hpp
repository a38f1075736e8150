// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace vitrine::rtp {

/// SHA-1's five words (FIPS 180-4, section 6.1).
using Sha1State = std::array<std::uint32_t, 5>;
inline constexpr std::size_t kSha1BlockBytes = 64;

/// How many messages sha1Lanes() hashes side by side. Each round of SHA-1 waits for the one before,
/// six cycles on today's processors, of which a second and a third message take two each.
inline constexpr std::size_t kSha1Lanes = 3;

/// Whether this processor has instructions for SHA-1, without which there is no sha1Lanes().
///
/// Thread: thread-safe.
bool haveSha1Lanes() noexcept;

/// Hashes so many blocks of each message on. Only where haveSha1Lanes().
///
/// Thread: pure.
void sha1Lanes(std::array<Sha1State*, kSha1Lanes> states,
               std::array<const std::uint8_t*, kSha1Lanes> messages, std::size_t blocks) noexcept;

} // namespace vitrine::rtp
