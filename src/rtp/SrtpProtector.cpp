// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "rtp/SrtpProtector.hpp"

#include "rtp/ByteOrder.hpp"
#include "rtp/SrtpCounter.hpp"

#include <algorithm>
#include <cassert>

namespace vitrine::rtp {
namespace {

constexpr std::size_t kSsrcAtInRtp = 8;

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
    writeU32(&packet[size], kSrtcpEncrypted | index);
    const auto tag = rtcpHmac_({packet.first(size + 4)});
    std::copy_n(tag.begin(), kSrtpTagBytes, packet.begin() + static_cast<std::ptrdiff_t>(size + 4));
    return size + kRtcpTrailerBytes;
}

} // namespace vitrine::rtp
