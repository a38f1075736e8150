// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "viewer/ExpressSender.hpp"

#include "camera/RtpStream.hpp"
#include "util/Log.hpp"

#include <algorithm>
#include <chrono>

namespace vitrine::viewer {

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
    const auto all = frame.wire->packets().size();
    const auto sent = std::min(outcome.sent, all);
    // An index must not come again with other bytes: where it is not known what left the machine,
    // all of the frame's count as used.
    writer_.advance(*frame.wire, outcome.end == MediaPath::End::Broken ? all : sent);
    stats_.packets += sent;
    repairBytes_ = std::min(repairBytes_ + frame.bytes, kMostRepairBytes);
    return sent == all;
}

// The same moment on both clocks, now: so that it says when the frame was captured and is also
// what round trips are measured with (RFC 3550, section 6.4.1).
void ExpressSender::reportLocked(const camera::EncodedFrame& frame, rtp::DatagramBatch& batch) {
    const auto now = houseTime_.now();
    if (writer_.packets() == 0 || now - lastReport_ < kReportInterval)
        return;
    lastReport_ = now;
    const auto age = now > frame.time ? now - frame.time : 0;
    const auto timestamp =
        frame.rtpTimestamp +
        static_cast<std::uint32_t>(gst_util_uint64_scale(age, camera::kVideoClockRate, GST_SECOND));
    writer_.writeReport(rtp::toNtp(std::chrono::system_clock::now()), timestamp, batch);
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

void ExpressSender::onFeedback(const rtp::Feedback& feedback) {
    const std::lock_guard lock(mutex_);
    for (const auto& report : feedback.reports) {
        if (report.ssrc != writer_.stream().ssrc)
            continue;
        stats_.fractionLost = report.fractionLost / 256.0;
        const auto trip = rtp::roundTrip(rtp::toNtp(std::chrono::system_clock::now()),
                                         report.lastReport, report.sinceLastReport);
        if (report.lastReport != 0)
            stats_.roundTripSeconds = trip / 65536.0;
    }
    if (!path_ || feedback.nacked.empty() || feedback.nackedSsrc != writer_.stream().ssrc)
        return;
    try {
        repairLocked(feedback);
    } catch (const rtp::CryptoError& error) {
        util::log::error("viewer", error.what());
        path_.reset();
    }
}

void ExpressSender::repairLocked(const rtp::Feedback& feedback) {
    repairs_.clear();
    for (const auto low : feedback.nacked) {
        const auto own = extendBelow(writer_.nextIndex(), low);
        const auto camera = own ? sequences_.cameraOf(*own) : std::nullopt;
        const auto found = camera ? history_->find(*camera) : std::nullopt;
        if (!found)
            continue; // too old, or never sent; a key frame will do
        if (found->packet->size > repairBytes_)
            break; // who asks for more than that needs a better network
        repairBytes_ -= found->packet->size;
        writer_.writeAgain(*found->frame, *found->packet, *own, repairs_);
    }
    stats_.retransmitted += path_->send(repairs_).sent;
}

} // namespace vitrine::viewer
