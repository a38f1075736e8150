// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <span>
#include <string_view>

namespace vitrine::rtp {

/// What a sender report says (RFC 3550, section 6.4.1): the same moment on the wall clock and on
/// the stream's, and what was sent so far. Thread: a plain value.
struct SenderReport {
    std::uint32_t ssrc = 0;
    std::uint64_t ntp = 0;
    std::uint32_t rtpTimestamp = 0;
    std::uint32_t packets = 0;
    std::uint32_t octets = 0; ///< of payload
};

/// The wall clock as NTP has it: seconds since 1900 and a fraction of 32 bits. Thread: pure.
std::uint64_t toNtp(std::chrono::system_clock::time_point time) noexcept;

/// The bytes writeSenderReport() needs at most for a canonical name of this size.
constexpr std::size_t senderReportBytes(std::size_t cnameBytes) noexcept {
    // The report; SDES: header, SSRC, item header, name, an end and up to three to fill a word.
    return 28 + 4 + 4 + 2 + cnameBytes + 4;
}

/// Writes the report and the source description that must go with it (RFC 3550, section 6.1), and
/// gives the size. `to` has senderReportBytes(); the name at most 255 bytes. Thread: pure.
std::size_t writeSenderReport(const SenderReport& report, std::string_view cname,
                              std::span<std::uint8_t> to) noexcept;

/// What a receiver needs to measure the round trip: its clock as it told us, and how long ago that
/// was, in 1/65536 s. Thread: a plain value.
struct ReceiverDelay {
    std::uint32_t receiver = 0;
    std::uint32_t itsTime = 0;
    std::uint32_t since = 0;
};

inline constexpr std::size_t kReceiverDelayBytes = 24;

/// Writes it as an extended report of `sender` (RFC 3611, section 4.5), and gives the size, which
/// is kReceiverDelayBytes. Thread: pure.
std::size_t writeReceiverDelay(std::uint32_t sender, const ReceiverDelay& delay,
                               std::span<std::uint8_t> to) noexcept;

/// The round trip a report block tells of, in 1/65536 s, or 0 when it tells of none: `now` in NTP
/// (RFC 3550, section 6.4.1). Thread: pure.
std::uint32_t roundTrip(std::uint64_t now, std::uint32_t lastReport,
                        std::uint32_t sinceLastReport) noexcept;

} // namespace vitrine::rtp
