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

// What a tag is made of: the packet, and the rollover counter behind it (RFC 3711, section 4.2),
// for which there is room where the tag will be.
HmacSha1::Message messageOf(std::span<std::uint8_t> packet, std::uint64_t index) {
    const auto size = packet.size() - kSrtpTagBytes;
    writeU32(&packet[size], static_cast<std::uint32_t>(index >> 16U));
    return packet.first(size + 4);
}

void writeTag(const HmacSha1::Digest& digest, std::span<std::uint8_t> packet) {
    std::copy_n(digest.begin(), kSrtpTagBytes, packet.last(kSrtpTagBytes).begin());
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
    const auto written = encryptRtp(header, payload, index, to);
    const std::span packet(to - header.size(), header.size() + written);
    writeTag(rtpHmac_(messageOf(packet, index)), packet);
    return written;
}

std::size_t SrtpProtector::encryptRtp(std::span<const std::uint8_t> header,
                                      std::span<const std::uint8_t> payload, std::uint64_t index,
                                      std::uint8_t* to) {
    assert(index <= kMostRtpIndex && header.data() + header.size() == to);
    const auto ssrc = readU32(&header[kSsrcAtInRtp]);
    rtpCipher_.crypt(counterBlock(rtpKeys_, ssrc, index), payload, to);
    return payload.size() + kSrtpTagBytes;
}

void SrtpProtector::tagRtp(DatagramBatch& batch, std::size_t from, std::uint64_t index) {
    std::array<HmacSha1::Message, kSha1Lanes> messages;
    std::array<HmacSha1::Digest, kSha1Lanes> digests;
    for (auto rest = batch.datagrams().subspan(from); !rest.empty();) {
        const auto some = rest.first(std::min(rest.size(), kSha1Lanes));
        for (std::size_t i = 0; i < some.size(); ++i)
            messages[i] = messageOf(batch.bytes(some[i]), index++);
        rtpHmac_(std::span(messages).first(some.size()), std::span(digests).first(some.size()));
        for (std::size_t i = 0; i < some.size(); ++i)
            writeTag(digests[i], batch.bytes(some[i]));
        rest = rest.subspan(some.size());
    }
}

std::size_t SrtpProtector::protectRtcp(std::span<std::uint8_t> packet, std::size_t size,
                                       std::uint32_t index) {
    assert(size >= kRtcpClearBytes && index <= kMostRtcpIndex);
    assert(packet.size() >= size + kRtcpTrailerBytes);
    const auto ssrc = readU32(&packet[kSsrcAtInRtcp]);
    const auto secret = packet.subspan(kRtcpClearBytes, size - kRtcpClearBytes);
    rtcpCipher_.crypt(counterBlock(rtcpKeys_, ssrc, index), secret, secret.data());
    writeU32(&packet[size], kSrtcpEncrypted | index);
    const auto tag = rtcpHmac_(packet.first(size + 4));
    std::copy_n(tag.begin(), kSrtpTagBytes, packet.begin() + static_cast<std::ptrdiff_t>(size + 4));
    return size + kRtcpTrailerBytes;
}

} // namespace vitrine::rtp
