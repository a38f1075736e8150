// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "camera/RtpStream.hpp"

#include "gst/CaptureTime.hpp"
#include "rtp/ByteOrder.hpp"

#include <array>
#include <utility>

namespace vitrine::camera {
namespace {

constexpr guint8 kNalTypeMask = 0x1F;
constexpr guint8 kNalIdr = 5;
constexpr guint8 kNalDelimiter = 9;
constexpr guint8 kNalFuA = 28; // RFC 6184, section 5.8
constexpr guint8 kFuStartBit = 0x80;

/// A payload's first bytes, which say what it is. Only to be read: where a payload is shared, a
/// look at it that might write would have GStreamer copy all of it.
class PayloadBegin {
  public:
    explicit PayloadBegin(GstRTPBuffer& packet) noexcept
        : size_(gst_buffer_extract(packet.buffer, gst_rtp_buffer_get_header_len(&packet),
                                   bytes_.data(), bytes_.size())) {}

    bool isDelimiter() const noexcept { return camera::isDelimiter(bytes_.data(), size_); }
    bool beginsIdr() const noexcept { return camera::beginsIdr(bytes_.data(), size_); }

  private:
    std::array<guint8, 2> bytes_{};
    std::size_t size_;
};

// Where the payloader has left room for it.
void writeCaptureTime(GstRTPBuffer& packet, std::uint64_t ntp) noexcept {
    gpointer value = nullptr;
    guint size = 0;
    if (gst_rtp_buffer_get_extension_onebyte_header(&packet, kCaptureTimeId, 0, &value, &size) &&
        size == gst::kCaptureTimeBytes)
        rtp::writeU64(static_cast<std::uint8_t*>(value), ntp);
}

} // namespace

bool beginsIdr(const guint8* payload, std::size_t size) noexcept {
    if (size < 1)
        return false;
    const auto type = payload[0] & kNalTypeMask;
    if (type == kNalFuA)
        return size >= 2 && (payload[1] & kFuStartBit) != 0 &&
               (payload[1] & kNalTypeMask) == kNalIdr;
    return type == kNalIdr;
}

bool isDelimiter(const guint8* payload, std::size_t size) noexcept {
    return size >= 1 && (payload[0] & kNalTypeMask) == kNalDelimiter;
}

RtpStream::RtpStream()
    : ssrc_(g_random_int())
    , timestampOffset_(g_random_int())
    ,
    // The upper half is left free: libsrtp and old receivers misread an early wrap as a reorder
    // (RFC 3711, section 3.3.1 advises the same).
    nextSequence_(static_cast<std::uint64_t>(g_random_int_range(0, 0x8000))) {}

std::uint32_t RtpStream::timestampAt(GstClockTime time) const noexcept {
    return timestampOffset_ +
           static_cast<std::uint32_t>(gst_util_uint64_scale(time, kVideoClockRate, GST_SECOND));
}

void RtpStream::stamp(GstRTPBuffer& packet, GstClockTime time) noexcept {
    gst_rtp_buffer_set_seq(&packet, static_cast<guint16>(nextSequence_++));
    gst_rtp_buffer_set_timestamp(&packet, timestampAt(time));
    newest_ = time;
}

GstClockTime RtpStream::claim() {
    const std::lock_guard lock(mutex_);
    claimed_ = true;
    return newest_;
}

void RtpStream::disclaim() {
    const std::lock_guard lock(mutex_);
    claimed_ = false;
}

void RtpStream::whenUnclaimed(const std::function<void()>& fn) {
    const std::lock_guard lock(mutex_);
    if (!claimed_)
        fn();
}

std::optional<EncodedFrame> FrameAssembler::add(gst::Ref<GstBuffer> packet, GstClockTime time,
                                                std::uint64_t ntp) {
    // Only the header is written: its memory is its own, so that the payload stays shared.
    auto* buffer = gst_buffer_make_writable(packet.release());
    GST_BUFFER_PTS(buffer) = time;
    GST_BUFFER_DTS(buffer) = GST_CLOCK_TIME_NONE;
    GstRTPBuffer rtp = GST_RTP_BUFFER_INIT;
    if (!gst_rtp_buffer_map(buffer, GST_MAP_READWRITE, &rtp)) {
        gst_buffer_unref(buffer);
        return std::nullopt;
    }
    // In RTP the marker bit delimits: a packet that says it once more costs each viewer a sixth of
    // what a small frame does.
    const PayloadBegin payload(rtp);
    if (gst_rtp_buffer_get_marker(&rtp) == 0 && payload.isDelimiter()) {
        gst_rtp_buffer_unmap(&rtp);
        gst_buffer_unref(buffer);
        return std::nullopt;
    }
    if (!packets_) {
        packets_ = {gst_buffer_list_new(), gst::adopt};
        wire_ = std::make_shared<rtp::WireFrame>();
        firstSequence_ = stream_.nextSequence();
    }
    stream_.stamp(rtp, time);
    writeCaptureTime(rtp, ntp);
    const bool last = gst_rtp_buffer_get_marker(&rtp) != 0;
    key_ = key_ || payload.beginsIdr();
    gst_rtp_buffer_unmap(&rtp);

    const auto bytes = wire_->append(gst_buffer_get_size(buffer));
    gst_buffer_extract(buffer, 0, bytes.data(), bytes.size());
    wire_->finish(kPlayoutDelayId, kCaptureTimeId);
    gst_buffer_list_add(packets_.get(), buffer);
    return last ? std::optional(finish(time)) : std::nullopt;
}

EncodedFrame FrameAssembler::finish(GstClockTime time) {
    EncodedFrame frame;
    frame.packets = std::exchange(packets_, {});
    frame.bytes = wire_->bytes();
    frame.wire = std::exchange(wire_, {});
    frame.sequence = firstSequence_;
    frame.rtpTimestamp = stream_.timestampAt(time);
    frame.time = time;
    frame.key = std::exchange(key_, false);
    return frame;
}

} // namespace vitrine::camera
