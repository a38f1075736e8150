// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "tools/loadviewer/Rtcp.hpp"

#include "tools/loadviewer/ByteOrder.hpp"

#include <algorithm>
#include <string_view>

namespace vitrine::loadviewer::rtcp {

namespace {

constexpr std::uint8_t kSenderReport = 200;
constexpr std::uint8_t kReceiverReport = 201;
constexpr std::uint8_t kSourceDescription = 202;
constexpr std::uint8_t kBye = 203;
constexpr std::uint8_t kTransportFeedback = 205; // NACK is its format 1
constexpr std::uint8_t kPayloadFeedback = 206;   // PLI is its format 1
constexpr std::uint32_t kNtpToUnix = 2'208'988'800U;

void appendHeader(std::vector<std::uint8_t>& bytes, std::uint8_t count, std::uint8_t type,
                  std::size_t words) {
    bytes.push_back(static_cast<std::uint8_t>(0x80U | count));
    bytes.push_back(type);
    appendU16(bytes, static_cast<std::uint16_t>(words));
}

/// Calls `visit` with each packet of a compound; stops at the first that is malformed.
template <typename Visit>
void eachPacket(Bytes compound, Visit visit) {
    while (compound.size() >= 4 && compound[0] >> 6U == 2) {
        const std::size_t size = 4U * (readU16(&compound[2]) + 1U);
        if (size > compound.size())
            return;
        visit(compound.first(size));
        compound = compound.subspan(size);
    }
}

} // namespace

std::chrono::system_clock::time_point SenderReport::wallClock() const {
    const auto seconds = std::chrono::seconds{static_cast<std::int64_t>(ntp >> 32U) - kNtpToUnix};
    const auto fraction = std::chrono::nanoseconds{
        static_cast<std::int64_t>((ntp & 0xFFFFFFFFU) * 1'000'000'000U >> 32U)};
    return std::chrono::system_clock::time_point{
        std::chrono::duration_cast<std::chrono::system_clock::duration>(seconds + fraction)};
}

std::optional<SenderReport> findSenderReport(Bytes compound) {
    std::optional<SenderReport> found;
    eachPacket(compound, [&](Bytes packet) {
        if (found || packet[1] != kSenderReport || packet.size() < 28)
            return;
        found = SenderReport{readU32(&packet[4]),
                             static_cast<std::uint64_t>(readU32(&packet[8])) << 32U |
                                 readU32(&packet[12]),
                             readU32(&packet[16]), readU32(&packet[20])};
    });
    return found;
}

bool hasBye(Bytes compound) {
    bool found = false;
    eachPacket(compound, [&](Bytes packet) { found = found || packet[1] == kBye; });
    return found;
}

std::vector<std::uint8_t> receiverReport(const Report& report) {
    constexpr std::string_view kName = "loadviewer";
    std::vector<std::uint8_t> bytes;
    bytes.reserve(128);
    appendHeader(bytes, 1, kReceiverReport, 7);
    appendU32(bytes, report.sender);
    appendU32(bytes, report.source);
    appendU32(bytes, static_cast<std::uint32_t>(report.fractionLost) << 24U |
                         std::min(report.lost, 0x7FFFFFU));
    appendU32(bytes, report.extendedHighest);
    appendU32(bytes, report.jitter);
    appendU32(bytes, report.lastSenderReport);
    appendU32(bytes, report.delaySinceReport);

    // One chunk: the SSRC, CNAME (item 1), and zeros up to the next word.
    const std::size_t words = 1 + (2 + kName.size()) / 4 + 1;
    appendHeader(bytes, 1, kSourceDescription, words);
    const auto end = bytes.size() + 4 * words;
    appendU32(bytes, report.sender);
    bytes.push_back(1);
    bytes.push_back(static_cast<std::uint8_t>(kName.size()));
    bytes.insert(bytes.end(), kName.begin(), kName.end());
    bytes.resize(end);
    return bytes;
}

void appendPli(std::vector<std::uint8_t>& compound, std::uint32_t sender, std::uint32_t source) {
    appendHeader(compound, 1, kPayloadFeedback, 2);
    appendU32(compound, sender);
    appendU32(compound, source);
}

void appendNack(std::vector<std::uint8_t>& compound, std::uint32_t sender, std::uint32_t source,
                const std::vector<std::uint16_t>& missing) {
    appendHeader(compound, 1, kTransportFeedback, 2 + missing.size());
    appendU32(compound, sender);
    appendU32(compound, source);
    for (const auto sequence : missing) {
        appendU16(compound, sequence);
        appendU16(compound, 0); // no bitmask: one entry a packet
    }
}

} // namespace vitrine::loadviewer::rtcp
