// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "worker/SlotAllocator.hpp"

#include <algorithm>

namespace vitrine::worker {
namespace {

// A cache line: two frames never share one.
constexpr std::uint32_t kAlignment = 64;

std::uint64_t aligned(std::uint64_t offset) {
    return (offset + kAlignment - 1) / kAlignment * kAlignment;
}

} // namespace

SlotAllocator::SlotAllocator(std::uint32_t bytes)
    : bytes_(bytes) {
    for (std::uint16_t slot = kSlots; slot > 0; --slot)
        free_.push_back(static_cast<std::uint16_t>(slot - 1));
}

std::optional<SlotAllocator::Slot> SlotAllocator::allocate(std::uint32_t bytes) {
    const std::lock_guard lock(mutex_);
    if (free_.empty())
        return std::nullopt;
    std::uint64_t offset = 0;
    auto next = used_.begin();
    for (; next != used_.end() && next->offset < offset + bytes; ++next)
        offset = aligned(std::uint64_t{next->offset} + next->bytes);
    if (offset + bytes > bytes_)
        return std::nullopt;
    const Extent extent{static_cast<std::uint32_t>(offset), bytes, free_.back()};
    free_.pop_back();
    used_.insert(next, extent);
    return Slot{extent.slot, extent.offset};
}

bool SlotAllocator::release(std::uint16_t slot) {
    const std::lock_guard lock(mutex_);
    const auto found = std::find_if(used_.begin(), used_.end(),
                                    [&](const auto& each) { return each.slot == slot; });
    if (found == used_.end())
        return false;
    used_.erase(found);
    free_.push_back(slot);
    return true;
}

std::size_t SlotAllocator::inUse() const {
    const std::lock_guard lock(mutex_);
    return used_.size();
}

} // namespace vitrine::worker
