// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "rtp/SrtpProtector.hpp"

#include "rtp/ByteOrder.hpp"

#include <algorithm>
#include <cassert>

namespace vitrine::rtp {
namespace {

constexpr std::size_t kSsrcAtInRtp = 8;
constexpr std::size_t kSsrcAtInRtcp = 4;
constexpr std::size_t kRtcpClearBytes = 8; // the first header and the sender stay readable
constexpr std::uint32_t kEncryptedFlag = 0x80000000U;

// RFC 3711, section 4.1.1: (salt * 2^16) ^ (ssrc * 2^64) ^ (index * 2^16).
AesBlock counterBlock(const SrtpSessionKeys& keys, std::uint32_t ssrc, std::uint64_t index) {
    AesBlock iv{};
    std::copy(keys.salt.begin(), keys.salt.end(), iv.begin());
    for (unsigned i = 0; i < 4; ++i)
        iv[4 + i] ^= static_cast<std::uint8_t>(ssrc >> (24U - 8U * i));
    for (unsigned i = 0; i < 6; ++i)
        iv[8 + i] ^= static_cast<std::uint8_t>(index >> (40U - 8U * i));
    return iv;
}

} // namespace

SrtpProtector::SrtpProtector(const SrtpMaster& master)
    : rtpKeys_(deriveKeys(master, SrtpKind::Rtp))
    , rtcpKeys_(deriveKeys(master, SrtpKind::Rtcp))
    , rtpCipher_(rtpKeys_.encryption)
    , rtcpCipher_(rtcpKeys_.encryption)
    , rtpHmac_(rtpKeys_.authentication)
    , rtcpHmac_(rtcpKeys_.authentication) {}

std::size_t SrtpProtector::protectRtp(std::span<const std::uint8_t> header,
                                      std::span<const std::uint8_t> payload, std::uint64_t index,
                                      std::uint8_t* to) {
    assert(index <= kMostRtpIndex && header.data() + header.size() == to);
    const auto ssrc = readU32(&header[kSsrcAtInRtp]);
    rtpCipher_.crypt(counterBlock(rtpKeys_, ssrc, index), payload, to);

    std::array<std::uint8_t, 4> rollover{};
    writeU32(rollover.data(), static_cast<std::uint32_t>(index >> 16U));
    const auto tag =
        rtpHmac_({{header.data(), header.size() + payload.size()}, std::span(rollover)});
    std::copy_n(tag.begin(), kSrtpTagBytes, to + payload.size());
    return payload.size() + kSrtpTagBytes;
}

std::size_t SrtpProtector::protectRtcp(std::span<std::uint8_t> packet, std::size_t size,
                                       std::uint32_t index) {
    assert(size >= kRtcpClearBytes && index <= kMostRtcpIndex);
    assert(packet.size() >= size + kRtcpTrailerBytes);
    const auto ssrc = readU32(&packet[kSsrcAtInRtcp]);
    const auto secret = packet.subspan(kRtcpClearBytes, size - kRtcpClearBytes);
    rtcpCipher_.crypt(counterBlock(rtcpKeys_, ssrc, index), secret, secret.data());
    writeU32(&packet[size], kEncryptedFlag | index);
    const auto tag = rtcpHmac_({packet.first(size + 4)});
    std::copy_n(tag.begin(), kSrtpTagBytes, packet.begin() + static_cast<std::ptrdiff_t>(size + 4));
    return size + kRtcpTrailerBytes;
}

} // namespace vitrine::rtp
