// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "tools/loadviewer/MediaReceiver.hpp"

#include "tools/loadviewer/ByteOrder.hpp"

#include <openssl/rand.h>

#include <algorithm>
#include <array>

namespace vitrine::loadviewer {

using namespace std::chrono_literals;

namespace {

constexpr auto kReportInterval = 1s;
constexpr auto kMostReportError = 1s;
constexpr std::size_t kTagBytes = 10;

std::uint32_t newSsrc() {
    std::array<std::uint8_t, 4> bytes{};
    RAND_bytes(bytes.data(), static_cast<int>(bytes.size()));
    return readU32(bytes.data());
}

// 12 bits each of 10 ms units (the extension's description at webrtc.org).
std::array<std::uint8_t, 3> packed(PlayoutDelay delay) {
    const auto least = static_cast<std::uint32_t>(delay.least / 10ms);
    const auto most = static_cast<std::uint32_t>(delay.most / 10ms);
    const auto bits = least << 12U | most;
    return {static_cast<std::uint8_t>(bits >> 16U), static_cast<std::uint8_t>(bits >> 8U),
            static_cast<std::uint8_t>(bits)};
}

std::optional<PlayoutDelay> unpacked(std::span<const std::uint8_t> value) {
    if (value.size() != 3)
        return std::nullopt;
    const auto bits = std::uint32_t{value[0]} << 16U | std::uint32_t{value[1]} << 8U | value[2];
    return PlayoutDelay{(bits >> 12U) * 10ms, (bits & 0xFFFU) * 10ms};
}

} // namespace

MediaReceiver::MediaReceiver(const SrtpKeys& keys, MediaSettings settings, Send send)
    : srtp_(keys)
    , settings_(settings)
    , send_(std::move(send))
    , ownSsrc_(newSsrc()) {}

void MediaReceiver::onPacket(std::span<std::uint8_t> packet, Clock::time_point arrival) {
    if (looksLikeRtcp(packet)) {
        onRtcp(packet, arrival);
        return;
    }
    const auto header = parseRtp(packet);
    if (header && header->payloadType == settings_.rtxPayloadType) {
        onRetransmission(packet);
        return;
    }
    if (!header || header->payloadType != settings_.payloadType ||
        packet.size() < header->headerBytes + kTagBytes) {
        ++counts_.foreign;
        return;
    }
    // Before it is counted: a viewer that vanished is sent to for a while yet, and when the kernel
    // gives its port to the next, the two streams' sequence numbers must not be taken for one's.
    // Their SSRC can be the same.
    Opening opening;
    const bool looksInside = settings_.checkAll || !counts_.firstKeyFrame;
    if (looksInside) {
        opening = srtp_.unprotectRtp(packet);
        if (!opening.authentic) {
            ++counts_.openFailures;
            return;
        }
    }
    sourceSsrc_ = header->ssrc;
    const auto how = reception_.onPacket(header->sequence, header->timestamp, arrival);
    if (how == ReceptionCounter::Arrival::Duplicate)
        return;
    ++counts_.packets;
    counts_.bytes += packet.size();
    if (!counts_.firstPacket)
        counts_.firstPacket = arrival;
    if (header->marker) {
        ++counts_.frames;
        if (counts_.lastFrame)
            counts_.longestGap = std::max(counts_.longestGap, arrival - *counts_.lastFrame);
        counts_.lastFrame = arrival;
    }
    if (looksInside && opening.size)
        lookInside(packet.first(*opening.size), *header, arrival);
}

void MediaReceiver::lookInside(Bytes packet, const RtpHeader& header, Clock::time_point arrival) {
    ++counts_.opened;
    checkHeader(header);
    const auto expected = static_cast<std::uint16_t>(lastOpened_.value_or(0) + 1);
    const bool late = lastOpened_ && static_cast<std::int16_t>(header.sequence - expected) < 0;
    if (late)
        return;
    if (lastOpened_ && header.sequence != expected)
        h264_.onGap();
    if (lastOpened_ && static_cast<std::int32_t>(header.timestamp - lastTimestamp_) < 0)
        ++counts_.backwards;
    lastOpened_ = header.sequence;
    lastTimestamp_ = header.timestamp;
    if (!settings_.h264) {
        counts_.firstKeyFrame = counts_.firstKeyFrame.value_or(arrival);
        return;
    }
    const auto payload = packet.subspan(header.headerBytes);
    if (h264_.onPayload(payload, header.marker) && !counts_.firstKeyFrame)
        counts_.firstKeyFrame = arrival;
}

void MediaReceiver::checkHeader(const RtpHeader& header) {
    if (!settings_.playoutDelayId)
        return;
    const auto value = findExtension(header, *settings_.playoutDelayId);
    if (!value)
        return;
    counts_.playoutDelay = unpacked(*value);
    if (!settings_.playoutDelay)
        return;
    ++counts_.playoutDelays;
    if (value->size() != 3 || !std::ranges::equal(*value, packed(*settings_.playoutDelay)))
        ++counts_.wrongPlayoutDelays;
}

void MediaReceiver::onRetransmission(std::span<std::uint8_t> packet) {
    ++counts_.retransmissions;
    const auto size = srtp_.unprotectRtp(packet).size;
    const auto header = parseRtp(packet);
    if (!size || !header) {
        ++counts_.openFailures;
        return;
    }
    // The payload begins with the original sequence number (RFC 4588 section 4).
    if (*size >= header->headerBytes + 2)
        reception_.onRecovered(readU16(&packet[header->headerBytes]));
}

void MediaReceiver::onRtcp(std::span<std::uint8_t> packet, Clock::time_point arrival) {
    const auto size = srtp_.unprotectRtcp(packet);
    if (!size) {
        ++counts_.openFailures;
        return;
    }
    const auto report = rtcp::findSenderReport(packet.first(*size));
    if (!report)
        return;
    ++counts_.senderReports;
    senderReport_ = report;
    senderReportAt_ = arrival;
    const auto age = Clock::now() - arrival;
    const auto error = std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::abs(std::chrono::system_clock::now() - age - report->wallClock()));
    counts_.worstReportError = std::max(counts_.worstReportError, error);
}

void MediaReceiver::tick(Clock::time_point now) {
    if (!counts_.firstPacket)
        return;
    if (nextReport_ == Clock::time_point{})
        nextPli_ = now + settings_.pliInterval;
    const bool pli = settings_.pliInterval > 0ms && now >= nextPli_;
    auto missing = reception_.takeNewlyMissing();
    if (!settings_.nack)
        missing.clear();
    if (now < nextReport_ && !pli && missing.empty())
        return;
    if (pli)
        nextPli_ = now + settings_.pliInterval;
    if (now >= nextReport_)
        nextReport_ = now + kReportInterval;
    report(now, pli, missing);
}

void MediaReceiver::report(Clock::time_point now, bool pli,
                           const std::vector<std::uint16_t>& missing) {
    rtcp::Report figures;
    figures.sender = ownSsrc_;
    figures.source = sourceSsrc_;
    figures.fractionLost = reception_.takeFractionLost();
    if (settings_.claimedLoss)
        figures.fractionLost = static_cast<std::uint8_t>(*settings_.claimedLoss * 255);
    figures.lost = static_cast<std::uint32_t>(reception_.lost());
    figures.extendedHighest = reception_.extendedHighest();
    figures.jitter = reception_.jitter();
    if (senderReport_) {
        const std::chrono::duration<double> delay = now - senderReportAt_;
        figures.lastSenderReport = static_cast<std::uint32_t>(senderReport_->ntp >> 16U);
        figures.delaySinceReport = static_cast<std::uint32_t>(std::max(0.0, delay.count()) * 65536);
    }
    auto packet = rtcp::receiverReport(figures);
    if (pli)
        rtcp::appendPli(packet, ownSsrc_, sourceSsrc_);
    if (!missing.empty())
        rtcp::appendNack(packet, ownSsrc_, sourceSsrc_, missing);
    if (srtp_.protectRtcp(packet))
        send_(packet);
}

std::vector<std::string> MediaReceiver::problems() const {
    std::vector<std::string> found;
    const auto note = [&](std::uint64_t count, const char* what) {
        if (count != 0)
            found.push_back(std::to_string(count) + ' ' + what);
    };
    note(settings_.early, "packets came before the DTLS handshake was over");
    note(counts_.openFailures, "packets failed SRTP authentication");
    note(counts_.foreign, "packets were malformed or of a payload type that was not agreed");
    note(counts_.backwards, "packets had a timestamp before their predecessor's");
    note(counts_.wrongPlayoutDelays, "packets had another playout delay than expected");
    if (settings_.playoutDelay && counts_.opened != 0 && counts_.playoutDelays == 0)
        found.emplace_back("no packet had the playout-delay extension");
    if (counts_.worstReportError > kMostReportError)
        found.push_back("a sender report's clock was " +
                        std::to_string(counts_.worstReportError.count()) + " ms off");
    if (!settings_.h264 || counts_.opened == 0)
        return found;
    note(h264_.broken(), "payloads break RFC 6184");
    note(h264_.bareKeyFrames(), "key frames had no SPS and PPS before them");
    if (!counts_.firstKeyFrame)
        found.emplace_back("no key frame came");
    else if (!h264_.startsWithKey())
        found.emplace_back("the first frame delivered was not a key frame with SPS and PPS");
    return found;
}

} // namespace vitrine::loadviewer
