// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "rtp/TransportFeedback.hpp"

#include "rtp/ByteOrder.hpp"

#include <algorithm>

namespace vitrine::rtp {
namespace {

// draft-holmer-rmcat-transport-wide-cc-extensions-01, section 3.1: base sequence number, how many
// packets, reference time and a counter; then chunks of 16 bits.
constexpr std::size_t kCountAt = 2;
constexpr std::size_t kChunksAt = 8;
constexpr unsigned kNotReceived = 0;

/// One chunk: how many packets it speaks of, and the symbol of each.
struct Chunk {
    unsigned count;
    unsigned bitsEach; // 0: all have the same symbol, `bits`
    unsigned bits;

    unsigned symbol(unsigned place) const noexcept {
        if (bitsEach == 0)
            return bits;
        return bits >> (14U - bitsEach * (place + 1)) & ((1U << bitsEach) - 1U);
    }
};

Chunk readChunk(std::uint16_t word) noexcept {
    if ((word & 0x8000U) == 0) // run length
        return {word & 0x1FFFU, 0, word >> 13U & 3U};
    const unsigned bitsEach = (word & 0x4000U) == 0 ? 1 : 2;
    return {14 / bitsEach, bitsEach, word & 0x3FFFU};
}

} // namespace

std::optional<TransportFeedback> parseTransportFeedback(std::span<const std::uint8_t> body) {
    if (body.size() < kChunksAt)
        return std::nullopt;
    unsigned left = readU16(&body[kCountAt]);
    TransportFeedback feedback;
    for (std::size_t at = kChunksAt; left > 0; at += 2) {
        if (at + 2 > body.size())
            return std::nullopt;
        const auto chunk = readChunk(readU16(&body[at]));
        const auto count = std::min(chunk.count, left);
        for (unsigned place = 0; place < count; ++place)
            ++(chunk.symbol(place) == kNotReceived ? feedback.lost : feedback.received);
        left -= count;
        if (count == 0) // a run of nothing would go on for ever
            return std::nullopt;
    }
    return feedback;
}

} // namespace vitrine::rtp
