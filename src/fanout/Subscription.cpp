// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "fanout/Subscription.hpp"

#include <utility>

namespace vitrine::fanout {

void Subscription::deliver(const camera::EncodedFrame& frame, rtp::DatagramBatch& scratch) {
    for (const auto& earlier : std::exchange(backlog_, {}))
        offer(earlier, scratch);
    offer(frame, scratch);
}

void Subscription::offer(const camera::EncodedFrame& frame, rtp::DatagramBatch& scratch) {
    if (waitsForKey() && !frame.key) {
        if (framesSent() > 0)
            countDropped();
        return;
    }
    const bool sent = sender_->send(frame, scratch);
    if (sent)
        countSent();
    else
        countDropped();
    waitsForKey_.store(!sent, std::memory_order_relaxed);
}

void Subscription::countSent() {
    if (sent_.fetch_add(1, std::memory_order_relaxed) == 0) {
        const std::chrono::duration<double> waited = util::Clock::now() - askedFor_;
        metrics_->firstFrame->observe(waited.count());
    }
}

void Subscription::countDropped() {
    dropped_.fetch_add(1, std::memory_order_relaxed);
    metrics_->droppedFrames->add();
}

} // namespace vitrine::fanout
