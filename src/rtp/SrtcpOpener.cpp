// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "rtp/SrtcpOpener.hpp"

#include "rtp/ByteOrder.hpp"
#include "rtp/SrtpCounter.hpp"

#include <openssl/crypto.h>

namespace vitrine::rtp {
namespace {

constexpr std::uint32_t kWindowBits = 64;

} // namespace

SrtcpOpener::SrtcpOpener(const SrtpMaster& master)
    : keys_(deriveKeys(master, SrtpKind::Rtcp))
    , cipher_(keys_.encryption)
    , hmac_(keys_.authentication) {}

bool SrtcpOpener::Window::isNew(std::uint32_t index) const noexcept {
    if (seen == 0 || index > highest)
        return true;
    const auto back = highest - index;
    return back < kWindowBits && (seen >> back & 1U) == 0;
}

void SrtcpOpener::Window::note(std::uint32_t index) noexcept {
    if (seen == 0 || index > highest) {
        const auto ahead = seen == 0 ? kWindowBits : index - highest;
        seen = ahead < kWindowBits ? seen << ahead : 0;
        highest = index;
    }
    seen |= std::uint64_t{1} << (highest - index);
}

SrtcpOpener::Window* SrtcpOpener::windowOf(std::uint32_t ssrc) noexcept {
    for (std::size_t i = 0; i < sources_; ++i)
        if (windows_[i].ssrc == ssrc)
            return &windows_[i];
    if (sources_ == kMostSources)
        return nullptr;
    windows_[sources_].ssrc = ssrc;
    return &windows_[sources_++];
}

std::optional<std::span<const std::uint8_t>> SrtcpOpener::open(std::span<std::uint8_t> packet) {
    if (packet.size() < kRtcpClearBytes + 4 + kSrtpTagBytes)
        return std::nullopt;
    const auto signedPart = packet.first(packet.size() - kSrtpTagBytes);
    const auto tag = hmac_(signedPart);
    if (CRYPTO_memcmp(tag.data(), &packet[signedPart.size()], kSrtpTagBytes) != 0)
        return std::nullopt;
    const auto size = signedPart.size() - 4;
    const auto word = readU32(&packet[size]);
    const auto index = word & ~kSrtcpEncrypted;
    // Only who has the key comes so far: a source is remembered for good.
    auto* window = windowOf(readU32(&packet[kSsrcAtInRtcp]));
    if ((word & kSrtcpEncrypted) == 0 || !window || !window->isNew(index))
        return std::nullopt;
    window->note(index);
    const auto secret = packet.subspan(kRtcpClearBytes, size - kRtcpClearBytes);
    cipher_.crypt(counterBlock(keys_, window->ssrc, index), secret, secret.data());
    return packet.first(size);
}

} // namespace vitrine::rtp
