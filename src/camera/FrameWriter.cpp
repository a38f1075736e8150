// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "camera/FrameWriter.hpp"

#include "rtp/ByteOrder.hpp"

#include <algorithm>
#include <utility>

namespace vitrine::camera {
namespace {

constexpr std::size_t kSizeBytes = 2;

// What a frame takes: the sizes of its payloads, and the payloads.
std::size_t bytesOf(const rtp::WireFrame& wire) {
    auto bytes = wire.packets().size() * kSizeBytes;
    for (const auto& packet : wire.packets())
        bytes += wire.payload(packet).size();
    return bytes;
}

} // namespace

FrameWriter::FrameWriter(std::shared_ptr<const worker::Channel> channel,
                         worker::SharedMemory memory, const gst::HouseTime& houseTime,
                         std::function<void()> askForKey)
    : channel_(std::move(channel))
    , memory_(std::move(memory))
    , houseTime_(houseTime)
    , askForKey_(std::move(askForKey))
    , slots_(static_cast<std::uint32_t>(memory_.size())) {}

void FrameWriter::onFrame(const EncodedFrame& frame) {
    bool ask = false;
    {
        const std::lock_guard lock(mutex_);
        if (!formatSent_) {
            if (waiting_.size() < kMostWaiting)
                waiting_.push_back(frame);
            return;
        }
        ask = !write(frame) && frame.keyOnRequest;
    }
    if (ask)
        askForKey_();
}

void FrameWriter::setFormat(worker::Format format) {
    const std::lock_guard lock(mutex_);
    format.number = format_.number;
    if (formatSent_ && format == format_)
        return;
    ++format.number;
    // Without it no frame would be understood: it is tried again with the next look.
    if (channel_->send(worker::write(worker::FromWorker(format))) != worker::Channel::Sent::Yes)
        return;
    format_ = std::move(format);
    formatSent_ = true;
    for (const auto& frame : std::exchange(waiting_, {}))
        write(frame);
}

bool FrameWriter::release(const worker::Release& slots) {
    return std::all_of(slots.slots.begin(), slots.slots.end(),
                       [this](auto slot) { return slots_.release(slot); });
}

void FrameWriter::sendDrawing(std::uint16_t number, const std::string& text) {
    const auto bytes =
        static_cast<std::uint32_t>(std::min<std::size_t>(text.size(), worker::Drawing::kMost));
    const std::lock_guard lock(mutex_);
    const auto slot = bytes > 0 ? slots_.allocate(bytes) : std::nullopt;
    if (!slot)
        return;
    std::copy_n(text.begin(), bytes, memory_.writable().begin() + slot->offset);
    const worker::Drawing message{number, slot->number, slot->offset, bytes};
    if (channel_->send(worker::write(worker::FromWorker(message))) != worker::Channel::Sent::Yes)
        slots_.release(slot->number);
}

std::uint64_t FrameWriter::dropped() const {
    const std::lock_guard lock(mutex_);
    return dropped_;
}

bool FrameWriter::write(const EncodedFrame& frame) {
    if (waitsForKey_ && !frame.key) {
        ++dropped_;
        return true; // it was asked for
    }
    waitsForKey_ = !fits(frame);
    dropped_ += waitsForKey_ ? 1 : 0;
    return !waitsForKey_;
}

bool FrameWriter::fits(const EncodedFrame& frame) {
    const auto& wire = *frame.wire;
    const auto bytes = bytesOf(wire);
    if (bytes > worker::kMostFrameBytes || wire.packets().size() > worker::kMostPackets)
        return false;
    const auto slot = slots_.allocate(static_cast<std::uint32_t>(bytes));
    if (!slot)
        return false;
    putInto(slot->offset, wire);
    worker::Frame message;
    message.slot = slot->number;
    message.format = format_.number;
    message.packets = static_cast<std::uint16_t>(wire.packets().size());
    message.offset = slot->offset;
    message.bytes = static_cast<std::uint32_t>(bytes);
    message.time = houseTime_.epoch() + frame.time;
    message.before =
        std::clamp(std::chrono::nanoseconds(GST_CLOCK_DIFF(frame.captured, frame.time)),
                   std::chrono::nanoseconds{0}, worker::kMostBefore);
    message.key = frame.key;
    message.keyOnRequest = frame.keyOnRequest;
    if (channel_->send(worker::write(worker::FromWorker(message))) == worker::Channel::Sent::Yes)
        return true;
    slots_.release(slot->number);
    return false;
}

void FrameWriter::putInto(std::uint32_t offset, const rtp::WireFrame& wire) {
    auto* at = memory_.writable().data() + offset;
    for (const auto& packet : wire.packets()) {
        rtp::writeU16(at, static_cast<std::uint16_t>(wire.payload(packet).size()));
        at += kSizeBytes;
    }
    for (const auto& packet : wire.packets()) {
        const auto payload = wire.payload(packet);
        at = std::copy(payload.begin(), payload.end(), at);
    }
}

} // namespace vitrine::camera
