// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "camera/FrameSink.hpp"
#include "fanout/History.hpp"
#include "fanout/KeyframeBudget.hpp"
#include "fanout/KeyframeGovernor.hpp"
#include "fanout/PacketHistory.hpp"
#include "fanout/Subscription.hpp"
#include "gst/Story.hpp"
#include "metrics/CameraMetrics.hpp"

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace vitrine::fanout {

/// Hands every frame of one camera to all who subscribed, by reference, and keeps the requests for
/// key frames in bounds.
///
/// Owner: Feed, and the camera's run while it delivers. Thread: onFrame() on the camera's streaming
/// thread; everything else is thread-safe. Calls out on: the thread of onFrame() (the senders), and
/// whichever thread needs a key frame (`askForKey`); never under a lock.
class FanOut : public camera::FrameSink {
  public:
    /// While the governor would make a viewer wait, the newest key frame and the few since show a
    /// picture sooner, and cost the others nothing.
    static constexpr GstClockTime kCatchUp =
        GST_MSECOND * static_cast<GstClockTime>(KeyframeGovernor::kInterval.count());

    /// `askForKey` passes a request on to the encoder; it must be thread-safe. `catchUp` is how old
    /// a key frame may be that serves who joins although another can be asked for
    /// (tests/bench/joins compares).
    FanOut(std::function<void()> askForKey, std::shared_ptr<const metrics::CameraMetrics> metrics,
           GstClockTime catchUp = kCatchUp)
        : askForKey_(std::move(askForKey))
        , metrics_(std::move(metrics))
        , catchUp_(catchUp) {}

    void onFrame(const camera::EncodedFrame& frame) override;

    /// Adds a viewer. It gets frames from the next key frame on, which is asked for; where none can
    /// be had on request, or one was made a moment ago, it is first given the newest key frame and
    /// all since. `askedFor` is when the viewer came, for the time to its first frame; key frames
    /// are made for it as `budget` allows; `name` is what the debug log calls it.
    std::shared_ptr<Subscription> subscribe(std::shared_ptr<FrameSender> sender,
                                            const std::shared_ptr<KeyframeBudget>& budget,
                                            util::Clock::time_point askedFor,
                                            const std::string& name = "nobody");
    /// The same for who is no viewer, and is counted otherwise.
    std::shared_ptr<Subscription> subscribe(std::shared_ptr<FrameSender> sender,
                                            const std::shared_ptr<KeyframeBudget>& budget,
                                            Tally tally, util::Clock::time_point askedFor,
                                            const std::string& name);
    /// Removes a viewer; a delivery under way may still reach its sender.
    void unsubscribe(const std::shared_ptr<Subscription>& subscription);

    /// A viewer lost something and needs a key frame: asks for one now or, while the governor or
    /// its budget does not allow that, with a later frame.
    void requestKeyFrame(KeyframeBudget& budget);

    /// The newest key frame the camera made, for who wants a still picture.
    struct Key {
        std::shared_ptr<const rtp::WireFrame> wire; ///< null before the first
        std::uint64_t sequence = 0;
        GstClockTime captured = 0;
    };
    Key newestKey() const;

    /// What was sent of late, for senders that answer a NACK themselves.
    std::shared_ptr<const PacketHistory> packets() const noexcept { return packets_; }

  private:
    using Audience = std::vector<std::shared_ptr<Subscription>>;

    gst::Story story(gst::Place where = gst::Place::here()) const {
        return gst::Story::ofCamera(gst::Room::FanOut, metrics_->camera(), where);
    }
    void askFor(KeyframeBudget& budget, util::Clock::time_point now);
    void count(const camera::EncodedFrame& frame) const;

    std::function<void()> askForKey_;
    std::shared_ptr<const metrics::CameraMetrics> metrics_;
    GstClockTime catchUp_;
    KeyframeGovernor governor_;
    std::shared_ptr<PacketHistory> packets_ = std::make_shared<PacketHistory>();
    rtp::DatagramBatch scratch_; // onFrame()'s
    mutable std::mutex mutex_;
    // Its bytes alone: the buffers may be of a pool that an encoder waits for.
    Key newestKey_;                                                           // guarded by mutex_
    std::shared_ptr<const Audience> audience_ = std::make_shared<Audience>(); // guarded by mutex_
    History history_;                                                         // guarded by mutex_
};

} // namespace vitrine::fanout
