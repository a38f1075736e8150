// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "camera/LentFrames.hpp"

#include "camera/H264Damage.hpp"
#include "camera/LentPackets.hpp"
#include "camera/Offer.hpp"
#include "camera/Playout.hpp"
#include "camera/WireUnit.hpp"
#include "rtp/SenderReport.hpp"

#include <algorithm>
#include <utility>

namespace vitrine::camera {
namespace {

CaptureTime captureTime(worker::TimeSource source) {
    switch (source) {
    case worker::TimeSource::Source:
        return CaptureTime::Source;
    case worker::TimeSource::SenderReport:
        return CaptureTime::SenderReport;
    case worker::TimeSource::Arrival:
        break;
    }
    return CaptureTime::Arrival;
}

} // namespace

LentFrames::LentFrames(RtpStream& stream, const gst::HouseTime& houseTime, config::Latency latency,
                       std::shared_ptr<FrameSink> frames, Events events)
    : stream_(stream)
    , houseTime_(houseTime)
    , events_(std::move(events))
    , latency_(latency)
    , frames_(std::move(frames))
    , assembler_(stream)
    , newest_(houseTime.now()) {}

void LentFrames::letIn(Giver giver) {
    const std::lock_guard lock(mutex_);
    if (now_.giver == giver)
        next_.reset();
    else
        next_ = Form{giver, {}};
}

void LentFrames::setFormat(Giver giver, const worker::Format& format) {
    const std::lock_guard lock(mutex_);
    if (now_.giver == giver)
        now_.format = format;
    else if (next_ && next_->giver == giver)
        next_->format = format;
}

const worker::Format* LentFrames::formatOf(Giver giver, std::uint16_t number) const {
    const auto* form = now_.giver == giver ? &now_ : next_ ? &*next_ : nullptr;
    return form && form->giver == giver && form->format.number == number ? &form->format : nullptr;
}

bool LentFrames::isWanted(Giver giver, bool key) {
    if (now_.giver == giver)
        return true;
    if (!next_ || next_->giver != giver || !key)
        return false;
    now_ = *std::exchange(next_, std::nullopt);
    clock_.reset();
    return true;
}

std::string LentFrames::take(Giver giver, const worker::Frame& frame, const worker::Loan& loan) {
    // Held across the call-outs, as a run's outlet: it is what lets close() promise silence.
    const std::lock_guard lock(mutex_);
    const bool waited = next_ && next_->giver == giver;
    if (!waited && now_.giver != giver)
        return {};
    if (!formatOf(giver, frame.format))
        return "a frame of a format that it has not told";
    if (!frames_ || !isWanted(giver, frame.key))
        return {};
    auto made = assemble(frame, loan);
    if (!made)
        return "a frame that cannot be packed";
    if (isDamaged(accessUnit(*made->wire)))
        return "what is no H.264";
    lastFrame_.store(made->ready, std::memory_order_relaxed);
    if (waited)
        events_.succeeded(giver);
    if (!std::exchange(live_, true))
        events_.live(offeredCaps(now_.format.profileLevelId, stream_.ssrc()));
    frames_->onFrame(*made);
    return {};
}

std::optional<EncodedFrame> LentFrames::assemble(const worker::Frame& frame,
                                                 const worker::Loan& loan) {
    if (!clock_)
        clock_.emplace(std::max(newest_, stream_.claim()));
    const auto now = houseTime_.now();
    const auto time = clock_->place(GST_CLOCK_DIFF(houseTime_.epoch(), frame.time), now);
    newest_ = time;
    const auto before = static_cast<GstClockTime>(frame.before.count());
    const auto captured = time > before ? time - before : 0;
    before_ = static_cast<double>(before) / GST_SECOND;
    const auto ntp = rtp::toNtp(houseTime_.wallAt(captured));
    std::optional<EncodedFrame> made;
    for (auto& packet :
         lentPackets(loan, stream_.ssrc(), playoutDelay(latency_.load(std::memory_order_relaxed)),
                     frame.key))
        made = assembler_.add(std::move(packet), time, ntp);
    if (!made)
        return made;
    made->captured = captured;
    made->keyOnRequest = frame.keyOnRequest;
    made->ready = std::max(houseTime_.now(), time);
    return made;
}

void LentFrames::setLatency(config::Latency latency) {
    latency_.store(latency, std::memory_order_relaxed);
}

StreamFacts LentFrames::facts() const {
    const std::lock_guard lock(mutex_);
    StreamFacts facts;
    facts.encoder = now_.format.encoder;
    facts.width = now_.format.width;
    facts.height = now_.format.height;
    facts.captureTime = captureTime(now_.format.timeSource);
    if (facts.captureTime == CaptureTime::SenderReport)
        facts.beforeArrival = before_;
    return facts;
}

std::uint32_t LentFrames::profile() const {
    constexpr unsigned kLevelBits = 8;
    const std::lock_guard lock(mutex_);
    return now_.format.profileLevelId >> kLevelBits;
}

void LentFrames::close() {
    const std::lock_guard lock(mutex_);
    frames_.reset();
}

} // namespace vitrine::camera
