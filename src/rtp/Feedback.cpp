// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "rtp/Feedback.hpp"

#include "rtp/ByteOrder.hpp"
#include "rtp/RtcpTypes.hpp"
#include "rtp/TransportFeedback.hpp"

namespace vitrine::rtp {
namespace {

constexpr std::size_t kHeaderBytes = 4;
constexpr std::size_t kReportBlockBytes = 24;
constexpr unsigned kVersion = 2;

constexpr unsigned kReceiverReferenceTime = 4; // RFC 3611, section 4.4
// Formats of feedback (IANA, RTP parameters).
constexpr unsigned kGenericNack = 1;
constexpr unsigned kTransportWide = 15;
constexpr unsigned kPictureLoss = 1;
constexpr unsigned kFullIntra = 4;

/// One packet of a compound one.
struct Part {
    unsigned count = 0; // reports, sources, or the feedback's format
    std::uint8_t type = 0;
    std::span<const std::uint8_t> body; // behind the first four bytes, without padding
};

// The next packet, or nothing when what follows is none.
std::optional<Part> takePart(std::span<const std::uint8_t>& rest) {
    if (rest.size() < kHeaderBytes || rest[0] >> 6U != kVersion)
        return std::nullopt;
    const auto size = (std::size_t{readU16(&rest[2])} + 1) * 4;
    if (size > rest.size())
        return std::nullopt;
    std::size_t padding = 0;
    if ((rest[0] & 0x20U) != 0) {
        padding = rest[size - 1];
        if (padding == 0 || padding > size - kHeaderBytes)
            return std::nullopt;
    }
    Part part{rest[0] & 0x1FU, rest[1], rest.subspan(kHeaderBytes, size - kHeaderBytes - padding)};
    rest = rest.subspan(size);
    return part;
}

ReportBlock readReport(const std::uint8_t* at) {
    ReportBlock report;
    report.ssrc = readU32(at);
    report.fractionLost = at[4];
    const auto lost = readU24(at + 5); // 24 bits with a sign
    report.lost = static_cast<std::int32_t>(lost << 8U) >> 8;
    report.highestSequence = readU32(at + 8);
    report.jitter = readU32(at + 12);
    report.lastReport = readU32(at + 16);
    report.sinceLastReport = readU32(at + 20);
    return report;
}

// `before`: bytes between the header and the first report.
void readReports(const Part& part, std::size_t before, Feedback& feedback) {
    for (unsigned i = 0; i < part.count; ++i) {
        const auto at = before + i * kReportBlockBytes;
        if (at + kReportBlockBytes > part.body.size())
            return;
        feedback.reports.push_back(readReport(&part.body[at]));
    }
}

// RFC 4585, section 6.2.1: a packet and a mask of the sixteen after it.
void readNack(std::span<const std::uint8_t> body, Feedback& feedback) {
    const auto ssrc = readU32(&body[4]);
    // One stream's numbers mean nothing in another: the first one asked for is heard.
    if (!feedback.nacked.empty() && ssrc != feedback.nackedSsrc)
        return;
    feedback.nackedSsrc = ssrc;
    for (std::size_t at = 8; at + 4 <= body.size(); at += 4) {
        const auto first = readU16(&body[at]);
        const std::uint32_t mask = std::uint32_t{readU16(&body[at + 2])} << 1U | 1U;
        for (unsigned bit = 0; bit < 17; ++bit) {
            if ((mask >> bit & 1U) == 0)
                continue;
            if (feedback.nacked.size() >= kMostNacked)
                return;
            feedback.nacked.push_back(static_cast<std::uint16_t>(first + bit));
        }
    }
}

// RFC 3611, section 2: its sender, then blocks that say how many words they have.
void readExtended(std::span<const std::uint8_t> body, Feedback& feedback) {
    if (body.size() < 4)
        return;
    const auto sender = readU32(body.data());
    for (std::size_t at = 4; at + 4 <= body.size();) {
        const auto bytes = 4 + std::size_t{readU16(&body[at + 2])} * 4;
        if (at + bytes > body.size())
            return;
        if (body[at] == kReceiverReferenceTime && bytes == 12)
            feedback.receiverTime = ReceiverTime{sender, readU32(&body[at + 6])};
        at += bytes;
    }
}

void readFeedback(const Part& part, Feedback& feedback) {
    if (part.body.size() < 8) // its sender and whom it means
        return;
    if (part.type == kPayloadFeedback)
        feedback.wantsKeyFrame =
            feedback.wantsKeyFrame || part.count == kPictureLoss || part.count == kFullIntra;
    else if (part.count == kGenericNack)
        readNack(part.body, feedback);
    else if (part.count == kTransportWide)
        feedback.transport = parseTransportFeedback(part.body.subspan(8));
}

} // namespace

Feedback parseFeedback(std::span<const std::uint8_t> packet) {
    Feedback feedback;
    while (const auto part = takePart(packet)) {
        switch (part->type) {
        case kSenderReport:
            feedback.regular = true;
            readReports(*part, 24, feedback);
            break;
        case kReceiverReport:
            feedback.regular = true;
            readReports(*part, 4, feedback);
            break;
        case kTransportFeedback:
        case kPayloadFeedback:
            readFeedback(*part, feedback);
            break;
        case kExtendedReport:
            readExtended(part->body, feedback);
            break;
        case kGoodbye:
            feedback.bye = true;
            break;
        default:
            break;
        }
    }
    return feedback;
}

} // namespace vitrine::rtp
