// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "worker/Message.hpp"

#include <cstdint>
#include <mutex>
#include <optional>
#include <vector>

namespace vitrine::worker {

/// Where in the shared memory the worker's next frame goes: nowhere that the daemon still reads.
///
/// First fit from the beginning, so that no more pages are ever touched than frames were out at
/// once. It never waits: without room the frame is the worker's to drop.
///
/// Owner: who writes frames. Thread: thread-safe. Calls out: never.
class SlotAllocator {
  public:
    struct Slot {
        std::uint16_t number;
        std::uint32_t offset;
    };

    /// For `bytes` of memory.
    explicit SlotAllocator(std::uint32_t bytes);

    /// A free slot of that size; nothing when there is no room for it, or no slot.
    std::optional<Slot> allocate(std::uint32_t bytes);
    /// The slot is free again. False: it was not in use.
    bool release(std::uint16_t slot);

    std::size_t inUse() const;

  private:
    struct Extent {
        std::uint32_t offset;
        std::uint32_t bytes;
        std::uint16_t slot;
    };

    std::uint32_t bytes_;
    mutable std::mutex mutex_;
    std::vector<Extent> used_;        // guarded by mutex_; in the order of their offsets
    std::vector<std::uint16_t> free_; // guarded by mutex_; slots, the next at the end
};

} // namespace vitrine::worker
