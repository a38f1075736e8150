// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "camera/EncodedFrame.hpp"
#include "fanout/FrameSender.hpp"
#include "fanout/KeyframeBudget.hpp"
#include "metrics/Values.hpp"
#include "util/Clock.hpp"

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace vitrine::fanout {

/// What a subscriber's frames count to.
struct Tally {
    std::shared_ptr<metrics::Counter> dropped;
    /// The time from its coming to its first frame; null: who is no viewer.
    std::shared_ptr<metrics::Histogram> firstFrame;
};

/// One viewer's place in a camera's audience: lets nothing through but a decodable sequence.
///
/// It waits for a key frame, is live from there on, and waits for a key frame again after a frame
/// its sender refused.
///
/// Owner: shared by FanOut and the Subscriber handle. Thread: deliver() on the streaming thread;
/// the counters are thread-safe.
class Subscription {
  public:
    /// `backlog` is sent before the first frame offered; `name` is what the debug log calls it.
    Subscription(std::shared_ptr<FrameSender> sender, std::shared_ptr<KeyframeBudget> budget,
                 std::vector<camera::EncodedFrame> backlog, Tally tally,
                 util::Clock::time_point askedFor, std::string name)
        : sender_(std::move(sender))
        , budget_(std::move(budget))
        , backlog_(std::move(backlog))
        , tally_(std::move(tally))
        , askedFor_(askedFor)
        , name_(std::move(name)) {}
    ~Subscription();
    Subscription(const Subscription&) = delete;
    Subscription& operator=(const Subscription&) = delete;

    /// Offers the frame (and first whatever the viewer was promised when it came).
    /// `scratch` is for the sender.
    void deliver(const camera::EncodedFrame& frame, rtp::DatagramBatch& scratch);

    /// Whether nothing can be shown before the next key frame.
    bool waitsForKey() const noexcept { return waitsForKey_.load(std::memory_order_relaxed); }

    /// Whether a key frame should be asked for on its account: it waits for one or wishes for one,
    /// and its budget allows it. Who refuses key frames, too, is asked for ever more rarely: the
    /// key frames are everybody's. Streaming thread.
    bool needsKey(util::Clock::time_point now) const {
        return (waitsForKey() || budget_->wishes()) && now >= askAgain_ && budget_->affords(now);
    }
    /// One was asked for, on its account among others.
    void payForKey(util::Clock::time_point now) { budget_->pay(now); }

    std::uint64_t framesSent() const noexcept { return sent_.load(std::memory_order_relaxed); }
    /// Frames not sent since the first one was, because the viewer was too slow.
    std::uint64_t framesDropped() const noexcept {
        return dropped_.load(std::memory_order_relaxed);
    }

  private:
    void offer(const camera::EncodedFrame& frame, rtp::DatagramBatch& scratch);
    bool send(const camera::EncodedFrame& frame, rtp::DatagramBatch& scratch) const;
    void noteKey(bool sent);
    void tellChange(bool live) const;
    void countSent();
    void countDropped();

    std::shared_ptr<FrameSender> sender_;
    std::shared_ptr<KeyframeBudget> budget_;
    std::vector<camera::EncodedFrame> backlog_; // streaming thread only, after construction
    Tally tally_;
    util::Clock::time_point askedFor_;
    std::string name_;                   // in the debug log
    unsigned refusedKeys_ = 0;           // one after the other; streaming thread
    util::Clock::time_point askAgain_{}; // streaming thread
    std::atomic<bool> waitsForKey_{true};
    std::atomic<std::uint64_t> sent_{0};
    std::atomic<std::uint64_t> dropped_{0};
};

} // namespace vitrine::fanout
