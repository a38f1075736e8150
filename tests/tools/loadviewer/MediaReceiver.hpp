// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "tools/loadviewer/H264Check.hpp"
#include "tools/loadviewer/Rtcp.hpp"
#include "tools/loadviewer/Rtp.hpp"
#include "tools/loadviewer/Srtp.hpp"

#include <functional>
#include <string>

namespace vitrine::loadviewer {

/// The playout delay a stream is to have, as the extension's text has it: 10 ms units.
struct PlayoutDelay {
    std::chrono::milliseconds least{0};
    std::chrono::milliseconds most{0};
};

struct MediaSettings {
    /// Whether to open and check every packet, not only those up to the first key frame.
    bool checkAll = false;
    /// Packets that came before, when there were no keys for them yet.
    std::uint64_t early = 0;
    bool h264 = true;
    std::uint8_t payloadType = 0;
    std::optional<std::uint8_t> rtxPayloadType;
    std::optional<std::uint8_t> playoutDelayId;
    /// Nothing: the stream need not have one.
    std::optional<PlayoutDelay> playoutDelay = PlayoutDelay{};
    bool nack = false;
    /// Zero: none but where the stream does not begin with a key frame.
    std::chrono::milliseconds pliInterval{0};
    /// What its reports say is lost, from 0 to 1, whatever is; nothing: the truth.
    std::optional<double> claimedLoss;
};

/// What a viewer has received.
struct MediaCounts {
    std::uint64_t packets = 0;
    std::uint64_t bytes = 0;  ///< SRTP bytes, headers and tags included
    std::uint64_t frames = 0; ///< marker bits
    std::uint64_t retransmissions = 0;
    std::uint64_t foreign = 0; ///< RTP of a payload type that was not agreed, or malformed
    std::uint64_t opened = 0;
    std::uint64_t openFailures = 0;
    std::uint64_t senderReports = 0;
    std::uint64_t backwards = 0; ///< packets whose RTP timestamp is before their predecessor's
    std::uint64_t playoutDelays = 0;
    std::uint64_t wrongPlayoutDelays = 0;
    std::optional<PlayoutDelay> playoutDelay;      ///< of the last opened packet that had one
    std::chrono::milliseconds worstReportError{0}; ///< of a sender report's clock against ours
    std::optional<Clock::time_point> firstPacket;
    std::optional<Clock::time_point> firstKeyFrame;
    std::optional<Clock::time_point> lastFrame;
    Clock::duration longestGap{}; ///< between the ends of two frames
};

/// Everything behind the handshake: takes a viewer's SRTP and SRTCP, counts, checks a part of it,
/// and sends receiver reports.
///
/// Owner: the Viewer. Thread: its shard's. Calls out on: the same, within tick().
class MediaReceiver {
  public:
    using Send = std::function<void(Bytes)>;

    /// Throws std::runtime_error when libsrtp refuses the keys.
    MediaReceiver(const SrtpKeys& keys, MediaSettings settings, Send send);

    /// Takes one datagram that is RTP or RTCP; decrypts it in place where it looks inside.
    void onPacket(std::span<std::uint8_t> packet, Clock::time_point arrival);
    /// Sends a receiver report when a second has passed, NACKs and PLIs when they are due.
    void tick(Clock::time_point now);

    const MediaCounts& counts() const { return counts_; }
    const ReceptionCounter& reception() const { return reception_; }
    const H264Check& h264() const { return h264_; }
    /// What is wrong with the stream, in sentences; lost packets are not among it.
    std::vector<std::string> problems() const;

  private:
    void onRtcp(std::span<std::uint8_t> packet, Clock::time_point arrival);
    void onRetransmission(std::span<std::uint8_t> packet);
    void lookInside(Bytes packet, const RtpHeader& header, Clock::time_point arrival);
    void checkHeader(const RtpHeader& header);
    void report(Clock::time_point now, bool pli, const std::vector<std::uint16_t>& missing);

    Srtp srtp_;
    MediaSettings settings_;
    Send send_;
    MediaCounts counts_;
    ReceptionCounter reception_;
    H264Check h264_;
    std::uint32_t ownSsrc_;
    std::uint32_t sourceSsrc_ = 0;
    std::optional<std::uint16_t> lastOpened_;
    std::uint32_t lastTimestamp_ = 0;
    std::optional<rtcp::SenderReport> senderReport_;
    Clock::time_point senderReportAt_{};
    Clock::time_point nextReport_{};
    Clock::time_point nextPli_{};
};

} // namespace vitrine::loadviewer
