// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gst/Ref.hpp"
#include "worker/Message.hpp"
#include "worker/SharedMemory.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace vitrine::worker {

/// A frame that is read where the worker wrote it.
struct Loan {
    /// Its payloads one after the other, in the shared memory itself; the slot goes back when the
    /// last reference to it, or to a part of it, is gone. Read-only, and the worker may change it
    /// all the while: whatever is decided by its bytes must be decided by a copy.
    gst::Ref<GstMemory> memory;
    /// How long each payload is; their sum is the memory's size.
    std::vector<std::uint16_t> sizes;
};

/// The daemon's account of the shared memory: which slots it has, and which it has done with.
///
/// It believes nothing: a frame that is not in the memory, whose slot or bytes are out already, or
/// whose sizes do not add up is an error, after which the worker is not to be listened to any more.
///
/// Owner: shared by who reads the worker's messages and by every Loan: it and the memory live as
/// long as a frame of it does, whatever becomes of the worker.
/// Thread: thread-safe. Calls out on: that which gave the last reference of a Loan up (`onReturn`,
/// without a lock held).
class SlotLedger : public std::enable_shared_from_this<SlotLedger> {
  public:
    /// `onReturn` is called when there is something in returned() again after there was nothing.
    SlotLedger(SharedMemory memory, std::function<void()> onReturn);

    util::Result<Loan> take(const Frame& frame);

    /// A text, copied: UTF-8, or what is left of it. Its slot goes back at once.
    util::Result<std::string> take(const Drawing& drawing);

    /// Slots that are the worker's again, for it to be told of; each once.
    std::vector<std::uint16_t> returned(std::size_t most = Release::kMost);

    /// How many frames are out.
    std::size_t lent() const;

  private:
    struct Extent {
        std::uint64_t offset = 0;
        std::uint64_t bytes = 0; // 0: not out
    };
    struct Slip; // what a Loan's memory holds

    std::string faultOf(std::uint16_t slot, const Extent& extent) const; // under mutex_
    void giveBack(std::uint16_t slot);

    SharedMemory memory_;
    std::function<void()> onReturn_;
    mutable std::mutex mutex_;
    std::array<Extent, kSlots> out_{};    // guarded by mutex_
    std::vector<std::uint16_t> returned_; // guarded by mutex_
};

} // namespace vitrine::worker
