// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "worker/SlotLedger.hpp"

#include <algorithm>
#include <utility>

namespace vitrine::worker {
namespace {

constexpr std::size_t kSizeBytes = 2;

util::Error wrong(std::string message) {
    return {"worker", std::move(message)};
}

/// Copies the sizes, each byte read once: what is checked is what is used, whatever the worker
/// writes there meanwhile.
std::vector<std::uint16_t> sizesAt(std::span<const std::uint8_t> table) {
    const volatile auto* at = table.data();
    std::vector<std::uint16_t> sizes(table.size() / kSizeBytes);
    for (auto& size : sizes) {
        const unsigned high = *at++;
        size = static_cast<std::uint16_t>(high << 8U | *at++);
    }
    return sizes;
}

} // namespace

struct SlotLedger::Slip {
    std::shared_ptr<SlotLedger> ledger;
    std::uint16_t slot;
};

SlotLedger::SlotLedger(SharedMemory memory, std::function<void()> onReturn)
    : memory_(std::move(memory))
    , onReturn_(std::move(onReturn)) {}

std::string SlotLedger::faultOf(std::uint16_t slot, const Extent& extent) const {
    if (slot >= out_.size() || extent.bytes == 0 || extent.offset + extent.bytes > memory_.size())
        return "that is not in the memory";
    if (out_[slot].bytes != 0)
        return "in a slot that is in use";
    const auto overlaps = [&](const Extent& other) {
        return extent.offset < other.offset + other.bytes &&
               other.offset < extent.offset + extent.bytes;
    };
    return std::any_of(out_.begin(), out_.end(), overlaps) ? "in memory that is in use" : "";
}

util::Result<Loan> SlotLedger::take(const Frame& frame) {
    const std::size_t tableBytes = frame.packets * kSizeBytes;
    if (frame.packets == 0 || tableBytes >= frame.bytes)
        return wrong("a frame without room for its packets");
    {
        const Extent extent{frame.offset, frame.bytes};
        const std::lock_guard lock(mutex_);
        auto fault = faultOf(frame.slot, extent);
        if (!fault.empty())
            return wrong("a frame " + fault);
        out_[frame.slot] = extent;
    }
    const auto bytes = memory_.bytes().subspan(frame.offset, frame.bytes);
    const auto payloads = bytes.subspan(tableBytes);
    // From here on the slot goes back by itself.
    Loan loan;
    // GStreamer takes memory that it may write to; the flag says that this it may not.
    loan.memory = {
        gst_memory_new_wrapped(GST_MEMORY_FLAG_READONLY, const_cast<std::uint8_t*>(payloads.data()),
                               payloads.size(), 0, payloads.size(),
                               new Slip{shared_from_this(), frame.slot},
                               [](gpointer data) {
                                   const std::unique_ptr<Slip> slip(static_cast<Slip*>(data));
                                   slip->ledger->giveBack(slip->slot);
                               }),
        gst::adopt};
    loan.sizes = sizesAt(bytes.first(tableBytes));
    std::size_t sum = 0;
    for (const auto size : loan.sizes) {
        if (size == 0 || size > kMostPayloadBytes)
            return wrong("a packet of " + std::to_string(size) + " bytes");
        sum += size;
    }
    if (sum != payloads.size())
        return wrong("packets that do not add up to their frame");
    return loan;
}

util::Result<std::string> SlotLedger::take(const Drawing& drawing) {
    {
        const Extent extent{drawing.offset, drawing.bytes};
        const std::lock_guard lock(mutex_);
        auto fault = faultOf(drawing.slot, extent);
        if (!fault.empty())
            return wrong("a drawing " + fault);
        out_[drawing.slot] = extent;
    }
    const auto bytes = memory_.bytes().subspan(drawing.offset, drawing.bytes);
    const std::string copied(bytes.begin(), bytes.end());
    giveBack(drawing.slot);
    const gst::CharPtr valid(g_utf8_make_valid(copied.data(), static_cast<gssize>(copied.size())));
    return std::string(valid.get());
}

void SlotLedger::giveBack(std::uint16_t slot) {
    bool first = false;
    {
        const std::lock_guard lock(mutex_);
        out_[slot] = {};
        first = returned_.empty();
        returned_.push_back(slot);
    }
    if (first && onReturn_)
        onReturn_();
}

std::vector<std::uint16_t> SlotLedger::returned(std::size_t most) {
    const std::lock_guard lock(mutex_);
    if (returned_.size() <= most)
        return std::exchange(returned_, {});
    const auto end = returned_.begin() + static_cast<std::ptrdiff_t>(most);
    std::vector<std::uint16_t> first(returned_.begin(), end);
    returned_.erase(returned_.begin(), end);
    return first;
}

std::size_t SlotLedger::lent() const {
    const std::lock_guard lock(mutex_);
    return static_cast<std::size_t>(
        std::count_if(out_.begin(), out_.end(), [](const auto& each) { return each.bytes != 0; }));
}

} // namespace vitrine::worker
