// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "util/Clock.hpp"
#include "viewer/Sender.hpp"
#include "viewer/SequenceShift.hpp"

#include <atomic>
#include <mutex>

namespace vitrine::viewer {

/// Sends frames through webrtcbin's own path: into the appsrc in front of it, as one buffer list.
///
/// Refuses a frame while the one queue between the camera's thread and the wire has not run empty
/// for kPatience, or holds kMostQueued bytes.
///
/// Owner: shared by the Viewer and its subscription. Thread: send() on the camera's streaming
/// thread, close() on main; nothing is sent any more when close() has returned.
class WebrtcbinSender : public Sender {
  public:
    static constexpr std::chrono::milliseconds kPatience{250};
    static constexpr guint64 kMostQueued = 8U << 20U;

    explicit WebrtcbinSender(gst::Ref<GstElement> appsrc, const StreamNumbers& numbers = {})
        : appsrc_(std::move(appsrc))
        , shift_(numbers) {}

    bool send(const camera::EncodedFrame& frame, rtp::DatagramBatch& scratch) override;
    void close() override;
    const char* name() const noexcept override { return "webrtcbin"; }
    SendStats stats() const override;
    void setPlayoutDelay(gst::PlayoutDelayRange range) override;

  private:
    bool queueIsSlow(util::Clock::time_point now);

    std::atomic<std::uint64_t> packets_{0};
    std::atomic<std::uint64_t> bytes_{0};
    std::mutex mutex_;
    gst::Ref<GstElement> appsrc_;                            // guarded by mutex_; empty once closed
    SequenceShift shift_;                                    // guarded by mutex_
    util::Clock::time_point lastEmpty_ = util::Clock::now(); // guarded by mutex_
};

} // namespace vitrine::viewer
