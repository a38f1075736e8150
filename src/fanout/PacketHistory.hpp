// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "camera/EncodedFrame.hpp"

#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>

namespace vitrine::fanout {

/// The packets a camera sent in the last second, for retransmission: one history for all viewers,
/// whatever each of them calls a packet.
///
/// Owner: shared by FanOut and its viewers' senders. Thread: thread-safe. Holds references to
/// frames that were sent anyway.
class PacketHistory {
  public:
    static constexpr GstClockTime kLongest = GST_SECOND;
    static constexpr std::size_t kMostBytes = 4U << 20U;

    /// One packet; the frame keeps its bytes.
    struct Found {
        std::shared_ptr<const rtp::WireFrame> frame;
        const rtp::WireFrame::Packet* packet;
    };

    /// The next frame: its sequence numbers follow the last one's. Forgets what is too old or too
    /// much.
    void add(const camera::EncodedFrame& frame);

    /// The packet with this sequence number (EncodedFrame::sequence counts), when it is still
    /// there.
    std::optional<Found> find(std::uint64_t sequence) const;

  private:
    struct Entry {
        std::uint64_t first;
        GstClockTime ready;
        std::shared_ptr<const rtp::WireFrame> frame;
    };

    mutable std::mutex mutex_;
    std::deque<Entry> entries_; // guarded by mutex_
    std::size_t bytes_ = 0;     // guarded by mutex_
};

} // namespace vitrine::fanout
