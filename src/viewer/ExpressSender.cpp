// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "viewer/ExpressSender.hpp"

#include "camera/RtpStream.hpp"
#include "util/Log.hpp"

#include <algorithm>
#include <chrono>

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
    batch.clear();
    writer_.writeFrame(*frame.wire, batch);
    reportLocked(frame, batch);
    sequences_.follow(writer_.nextIndex(), frame.sequence);

    const auto outcome = path_->send(batch);
    noteStagesLocked(frame);
    const auto all = frame.wire->packets().size();
    const auto sent = std::min(outcome.sent, all);
    // An index must not come again with other bytes: where it is not known what left the machine,
    // all of the frame's count as used.
    writer_.advance(*frame.wire, outcome.end == MediaPath::End::Broken ? all : sent);
    stats_.packets += sent;
    policy_.earn(frame.bytes);
    return sent == all;
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
    std::swap(path, path_);
}

void ExpressSender::setPath(std::unique_ptr<MediaPath> path) {
    const std::lock_guard lock(mutex_);
    if (path_)
        std::swap(path, path_);
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
    if (feedback.receiverTime) {
        if (!heard_) // the sooner it knows the round trip, the sooner it asks for what is lost
            lastReport_ = 0;
        heard_ = feedback.receiverTime;
        heardAt_ = houseTime_.now();
    }
    if (feedback.transport)
        policy_.setLossy(feedback.transport->lost > 0);
    for (const auto& report : feedback.reports) {
        if (report.ssrc != writer_.stream().ssrc)
            continue;
        stats_.fractionLost = report.fractionLost / 256.0;
        policy_.setLossy(report.fractionLost > 0);
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
    stats_.retransmitted += path_->send(repairs_).sent;
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
