// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "rtp/DatagramBatch.hpp"
#include "rtp/SenderReport.hpp"
#include "rtp/SrtpProtector.hpp"
#include "rtp/WireFrame.hpp"
#include "viewer/StreamIdentity.hpp"

#include <cstdint>

namespace vitrine::viewer {

/// Turns a camera's packets into one viewer's datagrams: its payload type, its SSRC, its sequence
/// numbers and header extensions, encrypted with its keys, straight into the memory they are sent
/// from.
///
/// Owner: an ExpressSender. Thread: one at a time. Every function may throw rtp::CryptoError.
class PacketWriter {
  public:
    PacketWriter(const rtp::SrtpMaster& master, StreamIdentity stream);

    /// Appends the frame's packets, numbered from nextIndex() on. They count as sent only with
    /// advance().
    void writeFrame(const rtp::WireFrame& frame, rtp::DatagramBatch& to);
    /// So many packets of the frame are used up: sent, or possibly sent.
    void advance(const rtp::WireFrame& frame, std::size_t packets);

    /// Appends a packet again that was sent under `index`: in the retransmission stream
    /// (RFC 4588, section 4), or as it was where there is none.
    void writeAgain(const rtp::WireFrame& frame, const rtp::WireFrame::Packet& packet,
                    std::uint64_t index, rtp::DatagramBatch& to);

    /// Appends a sender report that says what moment `rtpTimestamp` is, and what the receiver needs
    /// to measure round trips when it has told its time.
    void writeReport(std::uint64_t ntp, std::uint32_t rtpTimestamp,
                     const std::optional<rtp::ReceiverDelay>& delay, rtp::DatagramBatch& to);

    /// What the playout-delay extension says from now on, packed as on the wire
    /// (gst::packPlayoutDelay()); until then it says what the camera's packets do.
    void setPlayoutDelay(std::uint32_t packed) noexcept { playoutDelay_ = packed; }

    /// The index (rollover counter and sequence number) of the next packet.
    std::uint64_t nextIndex() const noexcept { return nextIndex_; }
    /// Whether the keys have protected all they may.
    bool exhausted() const noexcept;

    const StreamIdentity& stream() const noexcept { return stream_; }
    std::uint64_t packets() const noexcept { return packets_; }

  private:
    std::size_t writeHeader(const rtp::WireFrame& frame, const rtp::WireFrame::Packet& packet,
                            std::uint8_t payloadType, std::uint32_t ssrc, std::uint64_t index,
                            std::span<std::uint8_t> to) const;

    rtp::SrtpProtector srtp_;
    StreamIdentity stream_;
    std::optional<std::uint32_t> playoutDelay_;
    std::uint64_t nextIndex_;
    std::uint64_t nextAgainIndex_;
    std::uint32_t nextReportIndex_;
    std::uint64_t packets_ = 0;
    std::uint64_t octets_ = 0;
};

} // namespace vitrine::viewer
