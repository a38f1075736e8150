// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "fanout/FanOut.hpp"

#include <algorithm>

namespace vitrine::fanout {

void FanOut::onFrame(const camera::EncodedFrame& frame) {
    if (!frame.standIn)
        count(frame);
    packets_->add(frame);
    std::shared_ptr<const Audience> audience;
    {
        const std::lock_guard lock(mutex_);
        history_.add(frame);
        if (frame.key && !frame.standIn)
            newestKey_ = {frame.wire, frame.sequence, frame.captured};
        // Soon another can be asked for, and that is better than catching up.
        if (frame.keyOnRequest)
            history_.keepYoungerThan(catchUp_);
        audience = audience_;
    }
    story().log(frame.key ? "key frame" : "frame", " of ", frame.bytes, " bytes for ",
                audience->size(), " viewers");
    const auto now = util::Clock::now();
    bool needed = false;
    for (const auto& subscription : *audience) {
        subscription->deliver(frame, scratch_);
        needed = needed || subscription->needsKey(now);
    }
    if (governor_.onFrame(frame.key, needed, util::Clock::now())) {
        for (const auto& subscription : *audience)
            if (subscription->needsKey(now))
                subscription->payForKey(now);
        metrics_->keyFramesForced->add();
        story().debug("a key frame is asked of the source: somebody still waits for one");
        askForKey_();
    }
}

std::shared_ptr<Subscription> FanOut::subscribe(std::shared_ptr<FrameSender> sender,
                                                const std::shared_ptr<KeyframeBudget>& budget,
                                                util::Clock::time_point askedFor,
                                                const std::string& name) {
    return subscribe(std::move(sender), budget, {metrics_->droppedFrames, metrics_->firstFrame},
                     askedFor, name);
}

std::shared_ptr<Subscription> FanOut::subscribe(std::shared_ptr<FrameSender> sender,
                                                const std::shared_ptr<KeyframeBudget>& budget,
                                                Tally tally, util::Clock::time_point askedFor,
                                                const std::string& name) {
    std::shared_ptr<Subscription> subscription;
    std::size_t catchesUp = 0;
    {
        // Together, so that the history ends exactly where the deliveries begin.
        const std::lock_guard lock(mutex_);
        catchesUp = history_.frames().size();
        subscription = std::make_shared<Subscription>(std::move(sender), budget, history_.frames(),
                                                      std::move(tally), askedFor, name);
        auto audience = std::make_shared<Audience>(*audience_);
        audience->push_back(subscription);
        audience_ = std::move(audience);
    }
    gst::Story(gst::Room::FanOut, name)
        .debug("joins the audience of ", metrics_->camera(), "; gets ", catchesUp,
               catchesUp > 0 ? " frames to catch up with" : " frames before the next key frame");
    if (catchesUp == 0)
        askFor(*budget, util::Clock::now());
    return subscription;
}

void FanOut::unsubscribe(const std::shared_ptr<Subscription>& subscription) {
    const std::lock_guard lock(mutex_);
    auto audience = std::make_shared<Audience>(*audience_);
    std::erase(*audience, subscription);
    audience_ = std::move(audience);
}

FanOut::Key FanOut::newestKey() const {
    const std::lock_guard lock(mutex_);
    return newestKey_;
}

void FanOut::requestKeyFrame(KeyframeBudget& budget) {
    const auto now = util::Clock::now();
    budget.wish(now);
    if (budget.affords(now)) {
        askFor(budget, now);
    } else {
        metrics_->keyFramesWithheld->add();
        story().debug("a key frame is withheld: one viewer asks for too many");
    }
}

void FanOut::askFor(KeyframeBudget& budget, util::Clock::time_point now) {
    const bool ask = governor_.request(now);
    (ask ? metrics_->keyFramesForced : metrics_->keyFramesCoalesced)->add();
    story().debug(ask ? "a key frame is asked of the source"
                      : "no key frame is asked for: one is on its way or was just there");
    if (!ask)
        return;
    budget.pay(now);
    askForKey_();
}

void FanOut::count(const camera::EncodedFrame& frame) const {
    metrics_->frames->add();
    metrics_->keyFrames->add(frame.key ? 1 : 0);
    metrics_->bytes->add(frame.bytes);
    metrics_->encode->observe(static_cast<double>(frame.ready - frame.time) / GST_SECOND);
}

} // namespace vitrine::fanout
