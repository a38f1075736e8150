// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "viewer/PacketWriter.hpp"

#include "rtp/ByteOrder.hpp"

#include <glib.h>

#include <algorithm>
#include <array>

namespace vitrine::viewer {
namespace {

// webrtcbin may have sent RTCP of its own under the same SSRC and key before we took over, counted
// from 0; no session lives long enough for it to come here.
constexpr std::uint32_t kFirstReportIndex = std::uint32_t{1} << 30U;

// Low, so that the first rollover is far away: libsrtp and old receivers take an early one for a
// reordered packet (RFC 3711, section 3.3.1).
std::uint64_t firstIndex() {
    return static_cast<std::uint64_t>(g_random_int_range(0, 0x8000));
}

// Gives a header extension the identifier it has for this viewer, or takes it out: zeros are
// padding (RFC 8285, section 4.2).
void rename(std::uint8_t* extension, const std::optional<std::uint8_t>& id) {
    const auto length = extension[0] & 0x0FU; // of the value, less one
    if (id)
        extension[0] = static_cast<std::uint8_t>(*id << 4U | length);
    else
        std::fill_n(extension, length + 2U, std::uint8_t{0});
}

} // namespace

PacketWriter::PacketWriter(const rtp::SrtpMaster& master, StreamIdentity stream)
    : srtp_(master)
    , stream_(std::move(stream))
    , nextIndex_(firstIndex())
    , nextAgainIndex_(firstIndex())
    , nextReportIndex_(kFirstReportIndex) {}

bool PacketWriter::exhausted() const noexcept {
    // A frame has far fewer packets than this.
    constexpr std::uint64_t kReserve = std::uint64_t{1} << 16U;
    return std::max(nextIndex_, nextAgainIndex_) > rtp::SrtpProtector::kMostRtpIndex - kReserve ||
           nextReportIndex_ >= rtp::SrtpProtector::kMostRtcpIndex;
}

std::size_t PacketWriter::writeHeader(const rtp::WireFrame& frame,
                                      const rtp::WireFrame::Packet& packet,
                                      std::uint8_t payloadType, std::uint32_t ssrc,
                                      std::uint64_t index, std::span<std::uint8_t> to) const {
    const auto header = frame.header(packet);
    std::copy(header.begin(), header.end(), to.begin());
    to[1] = static_cast<std::uint8_t>((header[1] & 0x80U) | payloadType);
    rtp::writeU16(&to[2], static_cast<std::uint16_t>(index));
    rtp::writeU32(&to[8], ssrc);
    if (packet.playoutDelayAt != 0 && playoutDelay_)
        rtp::writeU24(&to[packet.playoutDelayAt + 1U], *playoutDelay_);
    if (packet.playoutDelayAt != 0)
        rename(&to[packet.playoutDelayAt], stream_.playoutDelayId);
    if (packet.captureTimeAt != 0)
        rename(&to[packet.captureTimeAt], stream_.captureTimeId);
    return header.size();
}

void PacketWriter::writeFrame(const rtp::WireFrame& frame, rtp::DatagramBatch& to) {
    const auto before = to.datagrams().size();
    auto index = nextIndex_;
    for (const auto& packet : frame.packets()) {
        const auto room = to.open(packet.size + rtp::kSrtpTagBytes);
        const auto header =
            writeHeader(frame, packet, stream_.payloadType, stream_.ssrc, index, room);
        to.close(header +
                 srtp_.encryptRtp(room.first(header), frame.payload(packet), index, &room[header]));
        ++index;
    }
    srtp_.tagRtp(to, before, nextIndex_);
}

void PacketWriter::advance(const rtp::WireFrame& frame, std::size_t packets) {
    nextIndex_ += packets;
    packets_ += packets;
    for (const auto& packet : std::span(frame.packets()).first(packets))
        octets_ += packet.size - packet.headerSize;
}

void PacketWriter::writeAgain(const rtp::WireFrame& frame, const rtp::WireFrame::Packet& packet,
                              std::uint64_t index, rtp::DatagramBatch& to) {
    const auto payload = frame.payload(packet);
    const auto room = to.open(packet.size + 2 + rtp::kSrtpTagBytes);
    if (!stream_.retransmission) {
        // The same bytes under the same index make the same packet: nothing new is revealed.
        const auto header =
            writeHeader(frame, packet, stream_.payloadType, stream_.ssrc, index, room);
        to.close(header + srtp_.protectRtp(room.first(header), payload, index, &room[header]));
        return;
    }
    const auto& again = *stream_.retransmission;
    const auto header =
        writeHeader(frame, packet, again.payloadType, again.ssrc, nextAgainIndex_, room);
    // The original sequence number, then the original payload; encrypted in place.
    rtp::writeU16(&room[header], static_cast<std::uint16_t>(index));
    std::copy(payload.begin(), payload.end(), &room[header + 2]);
    to.close(header + srtp_.protectRtp(room.first(header), room.subspan(header, payload.size() + 2),
                                       nextAgainIndex_, &room[header]));
    ++nextAgainIndex_;
}

void PacketWriter::writeReport(std::uint64_t ntp, std::uint32_t rtpTimestamp,
                               const std::optional<rtp::ReceiverDelay>& delay,
                               rtp::DatagramBatch& to) {
    const auto room = to.open(rtp::senderReportBytes(stream_.cname.size()) +
                              rtp::kReceiverDelayBytes + rtp::SrtpProtector::kRtcpTrailerBytes);
    const rtp::SenderReport report{stream_.ssrc, ntp, rtpTimestamp,
                                   static_cast<std::uint32_t>(packets_),
                                   static_cast<std::uint32_t>(octets_)};
    auto size = rtp::writeSenderReport(report, stream_.cname, room);
    if (delay)
        size += rtp::writeReceiverDelay(stream_.ssrc, *delay, room.subspan(size));
    to.close(srtp_.protectRtcp(room, size, nextReportIndex_++));
}

} // namespace vitrine::viewer
