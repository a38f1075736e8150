// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "gst/Promise.hpp"
#include "viewer/hazards/BareWebrtc.hpp"
#include "viewer/hazards/Hazard.hpp"

#include <atomic>
#include <future>
#include <memory>
#include <thread>

namespace vitrine::hazards {
namespace {

/// Something a program wants to have when its promise is answered.
struct Context {
    explicit Context(std::atomic<int>& alive)
        : alive_(alive) {
        ++alive_;
    }
    ~Context() { --alive_; }
    Context(const Context&) = delete;
    Context& operator=(const Context&) = delete;

  private:
    std::atomic<int>& alive_;
};

gst::Ref<GstPromise> promiseWith(std::unique_ptr<Context> context, Guard guard) {
    if (guard == Guard::With)
        return gst::makePromise(
            [held = std::shared_ptr<Context>(std::move(context))](const auto*) {});
    // As many an example has it: the answer is where what it needs is freed.
    return {gst_promise_new_with_change_func(
                [](GstPromise*, gpointer data) { delete static_cast<Context*>(data); },
                context.release(), nullptr),
            gst::adopt};
}

/// Whether webrtcbin refuses everything, because it ends.
bool isClosed(const BareWebrtc& peer) {
    const gst::Ref<GstPromise> question(gst_promise_new(), gst::adopt);
    peer.createOffer(question.get());
    const auto* reply = gst_promise_get_reply(question.get());
    return reply && gst_structure_has_field(reply, "error");
}

/// One question asked while webrtcbin's thread is busy, and then its end.
void askAndEnd(std::atomic<int>& alive, Guard guard) {
    BareWebrtc peer("before-answer");
    std::promise<void> busy;
    std::promise<void> release;
    const auto first = gst::makePromise([&](const GstStructure*) {
        busy.set_value();
        release.get_future().wait();
    });
    peer.createOffer(first.get());
    busy.get_future().wait();
    peer.createOffer(promiseWith(std::make_unique<Context>(alive), guard).get());
    std::thread ending([&] { gst_element_set_state(peer.pipeline(), GST_STATE_NULL); });
    while (!isClosed(peer))
        std::this_thread::yield();
    release.set_value();
    ending.join();
}

} // namespace

void endBeforeAnswer(Guard guard) {
    std::atomic<int> alive{0};
    sayReady();
    for (int i = 0; i < 10; ++i)
        askAndEnd(alive, guard);
    sayLeft(alive);
}

} // namespace vitrine::hazards
