// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "tools/loadviewer/Endpoint.hpp"

#include <vector>

/// RTCP as a receiver of one stream sends and reads it (RFC 3550, RFC 4585). Thread: pure.
namespace vitrine::loadviewer::rtcp {

/// A sender report: which wall clock goes with which RTP timestamp.
struct SenderReport {
    std::uint32_t ssrc = 0;
    std::uint64_t ntp = 0;
    std::uint32_t rtpTimestamp = 0;
    std::uint32_t packets = 0;

    /// The NTP timestamp as the wall clock it means.
    std::chrono::system_clock::time_point wallClock() const;
};

/// The first sender report in a plain compound packet.
std::optional<SenderReport> findSenderReport(Bytes compound);
/// Whether a plain compound packet says BYE.
bool hasBye(Bytes compound);

/// One report block's figures.
struct Report {
    std::uint32_t sender = 0; ///< our own SSRC
    std::uint32_t source = 0; ///< the stream's SSRC
    std::uint8_t fractionLost = 0;
    std::uint32_t lost = 0;
    std::uint32_t extendedHighest = 0;
    std::uint32_t jitter = 0;
    std::uint32_t lastSenderReport = 0; ///< the middle 32 bits of its NTP time, 0 when none came
    std::uint32_t delaySinceReport = 0; ///< in 1/65536 s
};

/// A receiver report with an SDES CNAME, as every compound packet must have.
std::vector<std::uint8_t> receiverReport(const Report& report);
/// Asks for a key frame: to be appended to a receiver report.
void appendPli(std::vector<std::uint8_t>& compound, std::uint32_t sender, std::uint32_t source);
/// Asks for the missing packets: to be appended to a receiver report.
void appendNack(std::vector<std::uint8_t>& compound, std::uint32_t sender, std::uint32_t source,
                const std::vector<std::uint16_t>& missing);

} // namespace vitrine::loadviewer::rtcp
