// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "rtp/SrtpKeys.hpp"
#include "support/RtpBytes.hpp"
#include "tools/loadviewer/Srtp.hpp"

#include <algorithm>

namespace vitrine::test {

/// libsrtp with the same key as a sender of ours: it opens what we protect, and protects as we
/// should. The load viewer's own, so that there is one set-up of it.
///
/// Owner: the test. Thread: one at a time.
class SrtpPeer {
  public:
    explicit SrtpPeer(const rtp::SrtpMaster& master)
        : srtp_(keys(master)) {}

    /// The plain packet; nothing when its tag is wrong or it came before.
    std::optional<Bytes> open(std::span<const std::uint8_t> packet) {
        auto copy = copyOf(packet);
        return cut(copy, srtp_.unprotectRtp(copy).size);
    }
    std::optional<Bytes> openReport(std::span<const std::uint8_t> packet) {
        auto copy = copyOf(packet);
        return cut(copy, srtp_.unprotectRtcp(copy));
    }

    /// Empty when libsrtp refuses.
    Bytes seal(Bytes packet) {
        srtp_.protectRtp(packet);
        return packet;
    }
    Bytes sealReport(Bytes packet) {
        srtp_.protectRtcp(packet);
        return packet;
    }
    /// What seal() protects next of a stream it knows has this rollover counter.
    bool sealFrom(std::uint32_t ssrc, std::uint32_t rollover) {
        return srtp_.setRollover(ssrc, rollover);
    }

  private:
    static loadviewer::SrtpKeys keys(const rtp::SrtpMaster& master) {
        loadviewer::SrtpKeys keys;
        std::copy(master.key.begin(), master.key.end(), keys.ours.begin());
        std::copy(master.salt.begin(), master.salt.end(), keys.ours.begin() + rtp::kSrtpKeyBytes);
        keys.theirs = keys.ours;
        return keys;
    }
    static std::optional<Bytes> cut(const Bytes& packet, std::optional<std::size_t> size) {
        if (!size)
            return std::nullopt;
        return copyOf(std::span(packet).first(*size));
    }

    loadviewer::Srtp srtp_;
};

/// The key and salt of RFC 3711, appendix B.3.
inline rtp::SrtpMaster someMaster() {
    return {{0xE1, 0xF9, 0x7A, 0x0D, 0x3E, 0x01, 0x8B, 0xE0, 0xD6, 0x4F, 0xA3, 0x2C, 0x06, 0xDE,
             0x41, 0x39},
            {0x0E, 0xC6, 0x75, 0xAD, 0x49, 0x8A, 0xFE, 0xEB, 0xB6, 0x96, 0x0B, 0x3A, 0xAB, 0xE6}};
}

} // namespace vitrine::test
