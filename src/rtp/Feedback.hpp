// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace vitrine::rtp {

/// What a receiver says of one stream it gets (RFC 3550, section 6.4.1). Thread: a plain value.
struct ReportBlock {
    std::uint32_t ssrc = 0;
    /// Of 256, since the report before.
    std::uint8_t fractionLost = 0;
    /// In all; may be negative when packets came twice.
    std::int32_t lost = 0;
    std::uint32_t highestSequence = 0;
    /// In units of the RTP clock.
    std::uint32_t jitter = 0;
    /// The middle 32 bits of the NTP time of the last sender report it got; 0: none.
    std::uint32_t lastReport = 0;
    /// How long it has had that, in 1/65536 s.
    std::uint32_t sinceLastReport = 0;
};

/// Which of a run of packets arrived, from transport-wide feedback
/// (draft-holmer-rmcat-transport-wide-cc-extensions-01). Thread: a plain value.
struct TransportFeedback {
    unsigned received = 0;
    unsigned lost = 0;
};

/// A receiver's clock, for it to measure round trips with (RFC 3611, section 4.4).
/// Thread: a plain value.
struct ReceiverTime {
    std::uint32_t ssrc = 0;
    /// The middle 32 bits of its NTP time.
    std::uint32_t ntp = 0;
};

/// Everything one compound RTCP packet asks of a sender or tells it. Thread: a plain value.
struct Feedback {
    /// It has a sender's or receiver's report, maybe of nothing: what comes at intervals, not
    /// because something was lost.
    bool regular = false;
    std::vector<ReportBlock> reports;
    /// Sequence numbers asked for again, of the one stream whose SSRC is `nackedSsrc` (RFC 4585).
    std::vector<std::uint16_t> nacked;
    std::uint32_t nackedSsrc = 0;
    /// PLI or FIR (RFC 4585, RFC 5104).
    bool wantsKeyFrame = false;
    std::optional<TransportFeedback> transport;
    std::optional<ReceiverTime> receiverTime;
    bool bye = false;
};

/// The most packets one NACK is heard for: a second of a fast stream.
inline constexpr std::size_t kMostNacked = 1024;

/// Reads a compound or reduced-size RTCP packet (RFC 3550, RFC 5506) from a stranger: takes what is
/// well formed up to the first part that is not. Thread: pure.
Feedback parseFeedback(std::span<const std::uint8_t> packet);

} // namespace vitrine::rtp
