// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "support/RtpBytes.hpp"

#include <initializer_list>

/// RTCP packets word by word, so that they can be wrong.
namespace vitrine::test {

enum RtcpType : std::uint8_t {
    kSr = 200,
    kRr = 201,
    kSdes = 202,
    kBye = 203,
    kApp = 204,
    kRtpfb = 205,
    kPsfb = 206,
    kXr = 207
};

/// One packet: its header with the right length, and these words.
inline Bytes rtcp(RtcpType type, unsigned count, std::initializer_list<std::uint32_t> words) {
    Bytes packet(4 + 4 * words.size());
    packet[0] = static_cast<std::uint8_t>(0x80U | count);
    packet[1] = type;
    rtp::writeU16(&packet[2], static_cast<std::uint16_t>(words.size()));
    auto* at = packet.data() + 4;
    for (const auto word : words) {
        rtp::writeU32(at, word);
        at += 4;
    }
    return packet;
}

/// A compound one.
inline Bytes operator+(Bytes first, const Bytes& second) {
    first.insert(first.end(), second.begin(), second.end());
    return first;
}

} // namespace vitrine::test
