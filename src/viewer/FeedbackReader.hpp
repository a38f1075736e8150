// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gst/LoopThread.hpp"
#include "gst/Ref.hpp"
#include "rtp/Feedback.hpp"
#include "rtp/SrtpKeys.hpp"

#include <nice/agent.h>

#include <functional>
#include <memory>
#include <mutex>

namespace vitrine::viewer {

/// Reads a viewer's RTCP straight from libnice, on a thread that all viewers share, instead of
/// through two threads and a dozen elements of its own pipeline. libnice keeps answering STUN
/// there.
///
/// Only for a peer that has sent SRTCP already: before that it may still need the DTLS handshake's
/// last words again, which nobody would hear.
///
/// Owner: ExpressLane, and for a moment a reaper. Thread: thread-safe. Calls out on: the loop's
/// thread.
class FeedbackReader {
  public:
    using Hear = std::function<void(const rtp::Feedback&)>;

    /// `theirs` is the key of what the viewer sends. Throws rtp::CryptoError.
    FeedbackReader(gst::Ref<NiceAgent> agent, guint stream, guint component,
                   const gst::LoopThread& loop, const rtp::SrtpMaster& theirs, Hear hear);
    /// As stop().
    ~FeedbackReader();
    FeedbackReader(const FeedbackReader&) = delete;
    FeedbackReader& operator=(const FeedbackReader&) = delete;

    /// Takes the reading over from whoever has it; nothing after stop().
    void start();
    /// Ends it and lets go of the agent. A call of `hear` may still be under way.
    void stop();

  private:
    struct Packets;

    guint stream_;
    guint component_;
    const gst::LoopThread& loop_;
    std::mutex mutex_;
    gst::Ref<NiceAgent> agent_;        // guarded by mutex_; empty once stopped
    std::shared_ptr<Packets> packets_; // used on the loop's thread
    bool started_ = false;             // guarded by mutex_
};

} // namespace vitrine::viewer
