// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "tools/loadviewer/Rtp.hpp"

#include "tools/loadviewer/ByteOrder.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace vitrine::loadviewer {

namespace {

constexpr std::size_t kFixedHeaderBytes = 12;
constexpr std::uint16_t kOneByteForm = 0xBEDE;
constexpr std::uint16_t kTwoByteForm = 0x1000;
constexpr std::uint8_t kReservedId = 15;
constexpr std::size_t kMostMissing = 4096;
constexpr std::uint32_t kMostNacks = 64;

} // namespace

std::optional<RtpHeader> parseRtp(Bytes packet) {
    if (packet.size() < kFixedHeaderBytes || packet[0] >> 6U != 2)
        return std::nullopt;
    RtpHeader header;
    header.marker = (packet[1] & 0x80U) != 0;
    header.payloadType = packet[1] & 0x7FU;
    header.sequence = readU16(&packet[2]);
    header.timestamp = readU32(&packet[4]);
    header.ssrc = readU32(&packet[8]);
    header.headerBytes = kFixedHeaderBytes + 4U * (packet[0] & 0xFU);
    if ((packet[0] & 0x10U) != 0) {
        if (packet.size() < header.headerBytes + 4)
            return std::nullopt;
        header.extensionProfile = readU16(&packet[header.headerBytes]);
        const std::size_t bytes = 4U * readU16(&packet[header.headerBytes + 2]);
        header.headerBytes += 4;
        if (packet.size() < header.headerBytes + bytes)
            return std::nullopt;
        header.extensions = packet.subspan(header.headerBytes, bytes);
        header.headerBytes += bytes;
    }
    if (packet.size() < header.headerBytes)
        return std::nullopt;
    return header;
}

std::optional<Bytes> findExtension(const RtpHeader& header, std::uint8_t id) {
    const bool oneByte = header.extensionProfile == kOneByteForm;
    if (!oneByte && (header.extensionProfile & 0xFFF0U) != kTwoByteForm)
        return std::nullopt;
    const auto& block = header.extensions;
    for (std::size_t at = 0; at < block.size();) {
        if (block[at] == 0) { // padding
            ++at;
            continue;
        }
        if (!oneByte && at + 1 >= block.size())
            return std::nullopt;
        const std::uint8_t found = oneByte ? block[at] >> 4U : block[at];
        const std::size_t size = oneByte ? (block[at] & 0xFU) + 1U : block[at + 1];
        at += oneByte ? 1 : 2;
        if ((oneByte && found == kReservedId) || at + size > block.size())
            return std::nullopt;
        if (found == id)
            return block.subspan(at, size);
        at += size;
    }
    return std::nullopt;
}

bool looksLikeRtcp(Bytes packet) {
    return packet.size() >= 8 && packet[1] >= 192 && packet[1] <= 223;
}

ReceptionCounter::Arrival ReceptionCounter::onPacket(std::uint16_t sequence,
                                                     std::uint32_t timestamp,
                                                     Clock::time_point arrival) {
    if (received_ == 0) {
        base_ = highest_ = sequence;
        ++received_;
        return Arrival::InOrder;
    }
    const auto ahead = static_cast<std::int16_t>(sequence - static_cast<std::uint16_t>(highest_));
    if (ahead <= 0) {
        // Before the very first packet, or seen already, or one of the missing.
        if (missing_.erase(highest_ + static_cast<std::uint32_t>(ahead)) == 0) {
            ++duplicates_;
            return Arrival::Duplicate;
        }
        ++received_;
        return Arrival::Late;
    }
    for (std::uint32_t gap = 1; gap < static_cast<std::uint32_t>(ahead); ++gap) {
        missing_.insert(highest_ + gap);
        if (gap <= kMostNacks)
            newlyMissing_.push_back(static_cast<std::uint16_t>(highest_ + gap));
    }
    while (missing_.size() > kMostMissing)
        missing_.erase(missing_.begin());
    highest_ += static_cast<std::uint32_t>(ahead);
    ++received_;
    noteJitter(timestamp, arrival);
    return Arrival::InOrder;
}

void ReceptionCounter::onRecovered(std::uint16_t sequence) {
    const auto ahead = static_cast<std::int16_t>(sequence - static_cast<std::uint16_t>(highest_));
    if (missing_.erase(highest_ + static_cast<std::uint32_t>(ahead)) != 0)
        ++recovered_;
}

void ReceptionCounter::noteJitter(std::uint32_t timestamp, Clock::time_point arrival) {
    constexpr double kClockRate = 90'000;
    const double seconds = std::chrono::duration<double>(arrival.time_since_epoch()).count();
    // Modulo 2^32, as the timestamp is: a transit's absolute value means nothing.
    const double transit = std::fmod(seconds * kClockRate, 4294967296.0) - timestamp;
    const double change = std::abs(transit - lastTransit_.value_or(transit));
    lastTransit_ = transit;
    if (change < 10 * kClockRate) // else one of the two has wrapped
        jitter_ += (change - jitter_) / 16;
}

std::vector<std::uint16_t> ReceptionCounter::takeNewlyMissing() {
    return std::exchange(newlyMissing_, {});
}

std::uint8_t ReceptionCounter::takeFractionLost() {
    const auto expectedNow = expected();
    const auto wanted = expectedNow - std::exchange(reportedExpected_, expectedNow);
    const auto came = received_ - std::exchange(reportedReceived_, received_);
    if (wanted == 0 || came >= wanted)
        return 0;
    return static_cast<std::uint8_t>(std::min<std::uint64_t>(255, (wanted - came) * 256 / wanted));
}

} // namespace vitrine::loadviewer
