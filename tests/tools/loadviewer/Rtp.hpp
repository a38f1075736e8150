// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "tools/loadviewer/Endpoint.hpp"

#include <cstddef>
#include <set>
#include <vector>

namespace vitrine::loadviewer {

/// The fields of an RTP packet that are in the clear also under SRTP (RFC 3550, RFC 8285).
struct RtpHeader {
    std::uint8_t payloadType = 0;
    bool marker = false;
    std::uint16_t sequence = 0;
    std::uint32_t timestamp = 0;
    std::uint32_t ssrc = 0;
    /// The header extension block's elements, without its own header; empty when there is none.
    Bytes extensions;
    std::uint16_t extensionProfile = 0;
    /// Where the payload begins.
    std::size_t headerBytes = 0;
};

/// The header of an RTP packet, or nothing when it is cut short or of another version.
std::optional<RtpHeader> parseRtp(Bytes packet);

/// The value of the extension element `id`, in one-byte or two-byte form (RFC 8285 section 4).
std::optional<Bytes> findExtension(const RtpHeader& header, std::uint8_t id);

/// Whether a datagram on a muxed port is RTCP, not RTP (RFC 5761 section 4).
bool looksLikeRtcp(Bytes packet);

/// Counts what came of one RTP stream and what is missing (RFC 3550 appendix A.3).
///
/// Owner: the MediaReceiver. Thread: its shard's.
class ReceptionCounter {
  public:
    enum class Arrival { InOrder, Late, Duplicate };

    /// Takes one packet of the stream, in the order of arrival.
    Arrival onPacket(std::uint16_t sequence, std::uint32_t timestamp, Clock::time_point arrival);
    /// A retransmission (RFC 4588) brought this packet.
    void onRecovered(std::uint16_t sequence);

    std::uint64_t received() const { return received_; }
    std::uint64_t recovered() const { return recovered_; }
    /// What is missing between the first packet and the newest.
    std::uint64_t lost() const { return expected() - received_ - recovered_; }
    std::uint64_t duplicates() const { return duplicates_; }
    /// The highest sequence number with the count of its wraps above it.
    std::uint32_t extendedHighest() const { return highest_; }
    /// The interarrival jitter in units of a 90 kHz clock (RFC 3550 section 6.4.1).
    std::uint32_t jitter() const { return static_cast<std::uint32_t>(jitter_); }
    /// What went missing since the last call, for a NACK; at most 64 of a gap.
    std::vector<std::uint16_t> takeNewlyMissing();
    /// The lost fraction since the last call, in 1/256, as a receiver report has it.
    std::uint8_t takeFractionLost();

  private:
    std::uint64_t expected() const { return received_ == 0 ? 0 : highest_ - base_ + 1ULL; }
    void noteJitter(std::uint32_t timestamp, Clock::time_point arrival);

    std::uint32_t base_ = 0;
    std::uint32_t highest_ = 0;
    std::uint64_t received_ = 0;
    std::uint64_t recovered_ = 0;
    std::uint64_t duplicates_ = 0;
    std::set<std::uint32_t> missing_;
    std::vector<std::uint16_t> newlyMissing_;
    std::uint64_t reportedExpected_ = 0;
    std::uint64_t reportedReceived_ = 0;
    double jitter_ = 0;
    std::optional<double> lastTransit_;
};

} // namespace vitrine::loadviewer
