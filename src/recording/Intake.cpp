// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "recording/Intake.hpp"

#include <utility>

namespace vitrine::recording {

Intake::Intake(const gst::HouseTime& houseTime, std::shared_ptr<metrics::Counter> dropped)
    : houseTime_(houseTime)
    , dropped_(std::move(dropped)) {}

bool Intake::send(const camera::EncodedFrame& frame, rtp::DatagramBatch& /*scratch*/) {
    const std::lock_guard lock(mutex_);
    if (closed_)
        return true;
    if (frame.standIn) {
        needsKey_ = true; // what follows is not of what came before
        return true;
    }
    if (resting(util::Clock::now())) {
        needsKey_ = true;
        drop();
        return true;
    }
    // Whoever refuses is counted by its subscription, until the key frame comes.
    if (needsKey_ && !frame.key)
        return false;
    if (isFull(frame.bytes)) {
        behind_ = true;
        needsKey_ = true;
        drop();
        return true;
    }
    needsKey_ = false;
    bytes_ += frame.bytes;
    frames_.push_back(
        {frame.wire, std::chrono::nanoseconds(frame.captured),
         frame.key ? houseTime_.wallAt(frame.captured) : std::chrono::system_clock::time_point{},
         frame.key});
    changed_.notify_all();
    return true;
}

bool Intake::resting(util::Clock::time_point now) {
    // Not as soon as one frame fits: each hole costs what follows up to a key frame.
    behind_ = behind_ && isHalfFull();
    return behind_ || now < restsUntil_;
}

bool Intake::isFull(std::size_t bytes) const {
    return bytes_ + bytes > kMostBytes || span() > kLongest;
}

bool Intake::isHalfFull() const {
    return bytes_ > kMostBytes / 2 || span() > kLongest / 2;
}

std::chrono::nanoseconds Intake::span() const {
    return frames_.empty() ? std::chrono::nanoseconds{0}
                           : frames_.back().time - frames_.front().time;
}

std::optional<RecordedFrame> Intake::take(util::Clock::time_point until) {
    std::unique_lock lock(mutex_);
    changed_.wait_until(lock, until, [this] { return closed_ || !frames_.empty(); });
    if (frames_.empty())
        return std::nullopt;
    auto frame = std::move(frames_.front());
    frames_.pop_front();
    bytes_ -= frame.wire->bytes();
    return frame;
}

void Intake::rest(util::Clock::time_point until) {
    const std::lock_guard lock(mutex_);
    drop(frames_.size());
    frames_.clear();
    bytes_ = 0;
    needsKey_ = true;
    behind_ = false;
    restsUntil_ = until;
}

void Intake::awaitKey() {
    const std::lock_guard lock(mutex_);
    needsKey_ = true;
}

void Intake::close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    changed_.notify_all();
}

bool Intake::finished() const {
    const std::lock_guard lock(mutex_);
    return closed_ && frames_.empty();
}

bool Intake::behind() const {
    const std::lock_guard lock(mutex_);
    return behind_;
}

} // namespace vitrine::recording
