// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "viewer/ExpressSender.hpp"

#include "camera/RtpStream.hpp"
#include "util/Log.hpp"

#include <algorithm>
#include <chrono>
#include <system_error>

namespace vitrine::viewer {
namespace {

// In 1/65536 s, as RTCP counts short times.
std::uint32_t toNtpShort(GstClockTime time) {
    return static_cast<std::uint32_t>(gst_util_uint64_scale(time, 65536, GST_SECOND));
}

} // namespace

ExpressSender::ExpressSender(const rtp::SrtpMaster& master, StreamIdentity stream,
                             std::unique_ptr<MediaPath> path,
                             std::shared_ptr<const fanout::PacketHistory> history,
                             const gst::HouseTime& houseTime)
    : history_(std::move(history))
    , houseTime_(houseTime)
    , path_(std::move(path))
    , writer_(master, std::move(stream)) {}

bool ExpressSender::send(const camera::EncodedFrame& frame, rtp::DatagramBatch& scratch) {
    const std::lock_guard lock(mutex_);
    if (!path_ || !frame.wire || writer_.exhausted())
        return false;
    try {
        return sendLocked(frame, scratch);
    } catch (const rtp::CryptoError& error) {
        util::log::error("viewer", error.what());
        path_.reset();
        return false;
    }
}

bool ExpressSender::sendLocked(const camera::EncodedFrame& frame, rtp::DatagramBatch& batch) {
    if (!makeWayLocked(frame.key))
        return false;
    batch.clear();
    writer_.writeFrame(*frame.wire, batch);
    reportLocked(frame, batch);
    sequences_.follow(writer_.nextIndex(), frame.sequence);

    const auto outcome = backlog_.empty() ? path_->send(batch, 0)
                                          : MediaPath::Outcome{0, MediaPath::End::WouldBlock};
    noteStagesLocked(frame);
    // An index must not come again with other bytes: all of the frame's count as used, also where
    // it is not known what left the machine.
    writer_.advance(*frame.wire, frame.wire->packets().size());
    policy_.earn(frame.bytes);
    if (outcome.end == MediaPath::End::Broken) {
        stats_.packets += std::min(outcome.sent, frame.wire->packets().size());
        return false;
    }
    stats_.packets += frame.wire->packets().size();
    stats_.bytes += frame.bytes;
    if (outcome.end == MediaPath::End::WouldBlock) {
        backlog_.add(batch, outcome.sent, houseTime_.now());
        awaitRoomLocked();
    }
    return true;
}

// Whether a frame may go out, or wait, now.
bool ExpressSender::makeWayLocked(bool key) {
    flushLocked();
    if (backlog_.full() || (gap_ && !key))
        return false;
    gap_ = false;
    return true;
}

void ExpressSender::flushLocked() {
    if (backlog_.empty())
        return;
    if (!backlog_.late(houseTime_.now())) {
        const auto end = backlog_.send(*path_);
        if (end == MediaPath::End::WouldBlock)
            awaitRoomLocked();
        if (end != MediaPath::End::Broken)
            return;
    }
    backlog_.clear();
    gap_ = true;
}

void ExpressSender::awaitRoomLocked() {
    try {
        if (!room_ && watchRoom_ && path_->descriptor() >= 0)
            room_ = watchRoom_(path_->descriptor());
        if (room_)
            room_->await();
    } catch (const std::system_error& error) {
        util::log::warning("viewer", "what waits goes out with the next frame: ", error.what());
    }
}

void ExpressSender::setWatchRoom(WatchRoom watchRoom) {
    const std::lock_guard lock(mutex_);
    watchRoom_ = std::move(watchRoom);
}

void ExpressSender::onRoom() {
    const std::lock_guard lock(mutex_);
    if (path_)
        flushLocked();
}

// A mean that follows what changes within half a second.
void ExpressSender::noteStagesLocked(const camera::EncodedFrame& frame) {
    const auto follow = [](std::optional<double>& mean, GstClockTime from, GstClockTime to) {
        const auto seconds = to > from ? static_cast<double>(to - from) / GST_SECOND : 0.0;
        mean = mean ? *mean + (seconds - *mean) / 16 : seconds;
    };
    const auto now = houseTime_.now();
    // Frames that a viewer is given to catch up with have waited: they say nothing of sending.
    if (now > frame.ready + GST_SECOND / 10)
        return;
    follow(stats_.encodeSeconds, frame.time, frame.ready);
    follow(stats_.sendSeconds, frame.ready, now);
}

// The same moment on both clocks, now: so that it says when the frame was captured and is also
// what round trips are measured with (RFC 3550, section 6.4.1).
void ExpressSender::reportLocked(const camera::EncodedFrame& frame, rtp::DatagramBatch& batch) {
    const auto now = houseTime_.now();
    if (writer_.packets() == 0 || now - lastReport_ < kReportInterval)
        return;
    lastReport_ = now;
    const auto age = now > frame.captured ? now - frame.captured : 0;
    const auto timestamp =
        frame.rtpTimestamp +
        static_cast<std::uint32_t>(gst_util_uint64_scale(age, camera::kVideoClockRate, GST_SECOND));
    writer_.writeReport(rtp::toNtp(std::chrono::system_clock::now()), timestamp,
                        receiverDelayLocked(now), batch);
}

std::optional<rtp::ReceiverDelay> ExpressSender::receiverDelayLocked(GstClockTime now) const {
    if (!heard_)
        return std::nullopt;
    return rtp::ReceiverDelay{heard_->ssrc, heard_->ntp, toNtpShort(now - heardAt_)};
}

void ExpressSender::close() {
    std::unique_ptr<MediaPath> path;
    const std::lock_guard lock(mutex_);
    room_.reset();
    backlog_.clear();
    std::swap(path, path_);
}

void ExpressSender::setPath(std::unique_ptr<MediaPath> path) {
    const std::lock_guard lock(mutex_);
    if (!path_)
        return;
    room_.reset();
    std::swap(path, path_);
    flushLocked();
}

SendStats ExpressSender::stats() const {
    const std::lock_guard lock(mutex_);
    return stats_;
}

void ExpressSender::setPlayoutDelay(gst::PlayoutDelayRange range) {
    const std::lock_guard lock(mutex_);
    writer_.setPlayoutDelay(gst::packPlayoutDelay(range));
}

bool ExpressSender::onFeedback(const rtp::Feedback& feedback) {
    const std::lock_guard lock(mutex_);
    hearReportsLocked(feedback);
    if (!path_ || feedback.nackedSsrc != writer_.stream().ssrc)
        return false;
    try {
        return repairLocked(feedback);
    } catch (const rtp::CryptoError& error) {
        util::log::error("viewer", error.what());
        path_.reset();
        return false;
    }
}

void ExpressSender::hearReportsLocked(const rtp::Feedback& feedback) {
    const auto now = houseTime_.now();
    if (feedback.receiverTime) {
        if (!heard_) // the sooner it knows the round trip, the sooner it asks for what is lost
            lastReport_ = 0;
        heard_ = feedback.receiverTime;
        heardAt_ = now;
    }
    if (feedback.transport && feedback.transport->lost > 0)
        policy_.noteLoss(now);
    for (const auto& report : feedback.reports) {
        if (report.ssrc != writer_.stream().ssrc)
            continue;
        stats_.fractionLost = report.fractionLost / 256.0;
        if (report.fractionLost > 0)
            policy_.noteLoss(now);
        if (report.lastReport == 0)
            continue;
        const auto trip = rtp::roundTrip(rtp::toNtp(std::chrono::system_clock::now()),
                                         report.lastReport, report.sinceLastReport);
        stats_.roundTripSeconds = trip / 65536.0;
        policy_.setRoundTrip(gst_util_uint64_scale(trip, GST_SECOND, 65536));
    }
}

bool ExpressSender::repairLocked(const rtp::Feedback& feedback) {
    repairs_.clear();
    bool lostForGood = false;
    const auto now = houseTime_.now();
    for (const auto low : feedback.nacked)
        lostForGood = !repairOneLocked(low, now) || lostForGood;
    stats_.retransmitted += path_->send(repairs_, 0).sent;
    return lostForGood;
}

// False: the packet was sent once and is not to be had any more.
bool ExpressSender::repairOneLocked(std::uint16_t low, GstClockTime now) {
    const auto own = extendBelow(writer_.nextIndex(), low);
    const auto camera = own ? sequences_.cameraOf(*own) : std::nullopt;
    if (!camera)
        return true; // never sent
    const auto found = history_->find(*camera);
    if (!found)
        return false;
    for (auto copies = policy_.copies(*own, found->packet->size, now); copies > 0; --copies)
        writer_.writeAgain(*found->frame, *found->packet, *own, repairs_);
    return true;
}

} // namespace vitrine::viewer
