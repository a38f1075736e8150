// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "fanout/Subscription.hpp"

#include "fanout/KeyframeGovernor.hpp"
#include "gst/LatencyTracer.hpp"
#include "gst/Story.hpp"

#include <algorithm>
#include <utility>

namespace vitrine::fanout {
namespace {

constexpr unsigned kMostDoublings = 5; // of 250 ms: 8 s

} // namespace

Subscription::~Subscription() {
    gst::Story(gst::Room::FanOut, name_)
        .debug("leaves the audience: ", framesSent(), " frames sent, ", framesDropped(),
               " left out");
}

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
    const bool sent = send(frame, scratch);
    if (sent)
        countSent();
    else
        countDropped();
    if (frame.key)
        noteKey(sent);
    if (waitsForKey() != sent)
        return; // as with nearly every frame
    waitsForKey_.store(!sent, std::memory_order_relaxed);
    tellChange(sent);
}

bool Subscription::send(const camera::EncodedFrame& frame, rtp::DatagramBatch& scratch) const {
    if (!tally_.firstFrame)
        return sender_->send(frame, scratch); // no viewer
    const gst::SenderTrace trace(name_, frame.time);
    return sender_->send(frame, scratch);
}

void Subscription::tellChange(bool live) const {
    const gst::Story story(gst::Room::FanOut, name_);
    if (live)
        story.debug("has its key frame; ", framesDropped(), " frames left out so far");
    else
        story.debug("does not take a frame after ", framesSent(), "; waits for a key frame");
}

void Subscription::noteKey(bool sent) {
    if (sent) {
        budget_->fulfil(util::Clock::now());
        refusedKeys_ = 0;
        return;
    }
    refusedKeys_ = std::min(refusedKeys_ + 1, kMostDoublings);
    askAgain_ = util::Clock::now() + KeyframeGovernor::kInterval * (1U << refusedKeys_);
}

void Subscription::countSent() {
    if (sent_.fetch_add(1, std::memory_order_relaxed) == 0 && tally_.firstFrame) {
        const std::chrono::duration<double> waited = util::Clock::now() - askedFor_;
        tally_.firstFrame->observe(waited.count());
        gst::Story(gst::Room::FanOut, name_)
            .debug("is sent its first frame, ", waited.count(), " s after it came");
    }
}

void Subscription::countDropped() {
    dropped_.fetch_add(1, std::memory_order_relaxed);
    tally_.dropped->add();
}

} // namespace vitrine::fanout
