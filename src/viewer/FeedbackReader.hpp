// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gst/Ref.hpp"
#include "rtp/Feedback.hpp"
#include "rtp/SrtpKeys.hpp"
#include "util/Readiness.hpp"

#include <nice/agent.h>

#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace vitrine::viewer {

/// Reads a viewer's RTCP straight from libnice, on a thread that all viewers share, instead of
/// through two threads and a dozen elements of its own pipeline. libnice answers STUN while it
/// reads.
///
/// Only for a peer that has sent SRTCP already: before that it may still need the DTLS handshake's
/// last words again, which nobody would hear. And only when nobody else reads from the agent any
/// more.
///
/// Owner: ExpressLane, and for a moment a reaper. Thread: thread-safe. Calls out on: the thread of
/// the Readiness; never any more when stop() has returned.
class FeedbackReader {
  public:
    using Hear = std::function<void(const rtp::Feedback&)>;

    /// `theirs` is the key of what the viewer sends. Throws rtp::CryptoError.
    FeedbackReader(gst::Ref<NiceAgent> agent, guint stream, guint component,
                   util::Readiness& readiness, const rtp::SrtpMaster& theirs, Hear hear);
    /// As stop().
    ~FeedbackReader();
    FeedbackReader(const FeedbackReader&) = delete;
    FeedbackReader& operator=(const FeedbackReader&) = delete;

    /// Begins to read; nothing after stop(). Throws std::system_error.
    void start();
    /// Ends it and lets go of the agent. Not from within `hear`.
    void stop();

  private:
    class Packets;

    util::Readiness::Handler handlerFor(const gst::Ref<GSocket>& socket);

    std::mutex mutex_;
    std::shared_ptr<Packets> packets_;
    std::vector<util::Readiness::Watch> watches_; // guarded by mutex_
    bool stopped_ = false;                        // guarded by mutex_
    util::Readiness& readiness_;
};

} // namespace vitrine::viewer
