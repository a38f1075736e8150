// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "rtp/SenderReport.hpp"

#include "rtp/ByteOrder.hpp"
#include "rtp/RtcpTypes.hpp"

#include <algorithm>
#include <cassert>

namespace vitrine::rtp {
namespace {

constexpr std::uint64_t kNtpEpoch = 2208988800U; // 1970 in seconds since 1900
constexpr std::size_t kReportBytes = 28;
constexpr std::uint8_t kVersionBits = 0x80;
constexpr std::uint8_t kDelaySinceLast = 5;
constexpr std::uint8_t kCname = 1;

void writeHeader(std::uint8_t* at, unsigned count, std::uint8_t type, std::size_t bytes) noexcept {
    at[0] = static_cast<std::uint8_t>(kVersionBits | count);
    at[1] = type;
    writeU16(at + 2, static_cast<std::uint16_t>(bytes / 4 - 1));
}

} // namespace

std::uint64_t toNtp(std::chrono::system_clock::time_point time) noexcept {
    using namespace std::chrono;
    const auto since = duration_cast<nanoseconds>(time.time_since_epoch());
    const auto whole = duration_cast<seconds>(since);
    const auto rest = static_cast<std::uint64_t>((since - whole).count());
    const auto fraction = (rest << 32U) / 1'000'000'000U;
    return (static_cast<std::uint64_t>(whole.count()) + kNtpEpoch) << 32U | fraction;
}

std::size_t writeSenderReport(const SenderReport& report, std::string_view cname,
                              std::span<std::uint8_t> to) noexcept {
    assert(to.size() >= senderReportBytes(cname.size()) && cname.size() <= 255);
    auto* at = to.data();
    writeHeader(at, 0, kSenderReport, kReportBytes);
    writeU32(at + 4, report.ssrc);
    writeU64(at + 8, report.ntp);
    writeU32(at + 16, report.rtpTimestamp);
    writeU32(at + 20, report.packets);
    writeU32(at + 24, report.octets);

    at += kReportBytes;
    // Items end with a zero byte and are filled up to a whole word (section 6.5).
    const auto items = (2 + cname.size() + 4) / 4 * 4;
    const auto bytes = 8 + items;
    writeHeader(at, 1, kSourceDescription, bytes);
    writeU32(at + 4, report.ssrc);
    at[8] = kCname;
    at[9] = static_cast<std::uint8_t>(cname.size());
    std::fill(std::copy(cname.begin(), cname.end(), at + 10), at + bytes, std::uint8_t{0});
    return kReportBytes + bytes;
}

std::size_t writeReceiverDelay(std::uint32_t sender, const ReceiverDelay& delay,
                               std::span<std::uint8_t> to) noexcept {
    assert(to.size() >= kReceiverDelayBytes);
    auto* at = to.data();
    writeHeader(at, 0, kExtendedReport, kReceiverDelayBytes);
    writeU32(at + 4, sender);
    at[8] = kDelaySinceLast;
    at[9] = 0;
    writeU16(at + 10, 3); // words that follow
    writeU32(at + 12, delay.receiver);
    writeU32(at + 16, delay.itsTime);
    writeU32(at + 20, delay.since);
    return kReceiverDelayBytes;
}

std::uint32_t roundTrip(std::uint64_t now, std::uint32_t lastReport,
                        std::uint32_t sinceLastReport) noexcept {
    if (lastReport == 0)
        return 0;
    const auto passed = static_cast<std::uint32_t>(now >> 16U) - lastReport - sinceLastReport;
    // Clocks that were set, or a receiver that counts coarsely, can make it negative.
    return static_cast<std::int32_t>(passed) > 0 ? passed : 0;
}

} // namespace vitrine::rtp
