// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "rtp/AesCounter.hpp"
#include "rtp/DatagramBatch.hpp"
#include "rtp/HmacSha1.hpp"
#include "rtp/SrtpKeys.hpp"

#include <cstdint>
#include <span>

namespace vitrine::rtp {

/// Makes SRTP and SRTCP of RTP and RTCP: AES-CM with 128 bits and HMAC-SHA1 with 80 (RFC 3711), the
/// one profile GStreamer's DTLS negotiates.
///
/// The packet index is the caller's: a pair of SSRC and index must never come again with other
/// bytes under the same master key, or both can be read.
///
/// Owner: one viewer's sender. Thread: one at a time.
class SrtpProtector {
  public:
    /// An RTP index has 48 bits, the rollover counter and the sequence number; an SRTCP index has
    /// 31. Beyond them the master key may not be used any more (RFC 3711, section 9.2).
    static constexpr std::uint64_t kMostRtpIndex = (std::uint64_t{1} << 48U) - 1;
    static constexpr std::uint32_t kMostRtcpIndex = (std::uint32_t{1} << 31U) - 1;
    /// What SRTCP adds behind the packet: flag and index, and the tag.
    static constexpr std::size_t kRtcpTrailerBytes = 4 + kSrtpTagBytes;

    /// Throws CryptoError.
    explicit SrtpProtector(const SrtpMaster& master);

    /// `header` (whose SSRC and sequence number are those of the index) lies just before `to`.
    /// Writes the payload there, encrypted, and the tag behind it; gives the bytes written.
    std::size_t protectRtp(std::span<const std::uint8_t> header,
                           std::span<const std::uint8_t> payload, std::uint64_t index,
                           std::uint8_t* to);

    /// The same in two steps, because several tags together are made faster than one by one.
    /// This leaves the tag open.
    std::size_t encryptRtp(std::span<const std::uint8_t> header,
                           std::span<const std::uint8_t> payload, std::uint64_t index,
                           std::uint8_t* to);
    /// Writes the tags of a batch's packets from `from` on, which have this index and those that
    /// follow.
    void tagRtp(DatagramBatch& batch, std::size_t from, std::uint64_t index);

    /// Protects the first `size` bytes of `packet`, a compound RTCP packet, in place; it needs
    /// kRtcpTrailerBytes of room behind them. Gives the new size.
    std::size_t protectRtcp(std::span<std::uint8_t> packet, std::size_t size, std::uint32_t index);

  private:
    SrtpSessionKeys rtpKeys_;
    SrtpSessionKeys rtcpKeys_;
    AesCounter rtpCipher_;
    AesCounter rtcpCipher_;
    HmacSha1 rtpHmac_;
    HmacSha1 rtcpHmac_;
};

} // namespace vitrine::rtp
