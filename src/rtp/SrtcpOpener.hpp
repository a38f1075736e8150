// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "rtp/AesCounter.hpp"
#include "rtp/HmacSha1.hpp"
#include "rtp/SrtpKeys.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <span>

namespace vitrine::rtp {

/// Opens the SRTCP that a receiver sends: AES-CM with 128 bits and HMAC-SHA1 with 80 (RFC 3711,
/// section 3.4). What is forged, came before or is not encrypted is refused.
///
/// Owner: who reads for one viewer. Thread: one at a time.
class SrtcpOpener {
  public:
    /// A receiver has one SSRC; some more are borne with, and no more remembered than this.
    static constexpr std::size_t kMostSources = 8;

    /// Throws CryptoError.
    explicit SrtcpOpener(const SrtpMaster& master);

    /// Decrypts in place and gives the plain packet; nothing when it is refused. May throw
    /// CryptoError.
    std::optional<std::span<const std::uint8_t>> open(std::span<std::uint8_t> packet);

  private:
    /// Which of the last 64 indices of a source came (RFC 3711, section 3.3.2).
    struct Window {
        std::uint32_t ssrc = 0;
        std::uint32_t highest = 0;
        std::uint64_t seen = 0; // bit n: highest - n

        bool isNew(std::uint32_t index) const noexcept;
        void note(std::uint32_t index) noexcept;
    };

    Window* windowOf(std::uint32_t ssrc) noexcept;

    SrtpSessionKeys keys_;
    AesCounter cipher_;
    HmacSha1 hmac_;
    std::array<Window, kMostSources> windows_{};
    std::size_t sources_ = 0;
};

} // namespace vitrine::rtp
