// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "fanout/FrameSender.hpp"
#include "gst/HouseTime.hpp"
#include "metrics/Values.hpp"
#include "recording/RecordedFrame.hpp"
#include "util/Clock.hpp"

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>

namespace vitrine::recording {

/// The queue between a camera and a disk, which may be slow or full: bounded, so that what does not
/// fit is thrown away from there to a later key frame, and counted.
///
/// While nothing can be written frames are taken and thrown away. To refuse them would ask for key
/// frames, which are the viewers' bits, for nothing; one is asked for when there is room again.
///
/// Owner: shared by the camera's subscription and Scribe. Thread: send() on the camera's streaming
/// thread; take() and rest() on the scribe's; everything is thread-safe. Holds its lock for
/// moments.
class Intake : public fanout::FrameSender {
  public:
    static constexpr std::size_t kMostBytes = 16U << 20U;
    static constexpr std::chrono::seconds kLongest{15};

    Intake(const gst::HouseTime& houseTime, std::shared_ptr<metrics::Counter> dropped);

    bool send(const camera::EncodedFrame& frame, rtp::DatagramBatch& scratch) override;

    /// The next frame; nothing when there is none by then, or none any more.
    std::optional<RecordedFrame> take(util::Clock::time_point until);
    /// Throws away what is here and what comes until then.
    void rest(util::Clock::time_point until);
    /// What comes next is a key frame: a film has ended.
    void awaitKey();
    /// Nothing more comes in.
    void close();
    /// Closed, and everything is taken.
    bool finished() const;
    /// The disk is too slow: frames are being thrown away until there is room.
    bool behind() const;

  private:
    bool resting(util::Clock::time_point now); // under mutex_
    bool isFull(std::size_t bytes) const;      // under mutex_; with so many more
    bool isHalfFull() const;                   // under mutex_
    std::chrono::nanoseconds span() const;     // under mutex_
    void drop(std::size_t frames = 1) const { dropped_->add(frames); }

    gst::HouseTime houseTime_;
    std::shared_ptr<metrics::Counter> dropped_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<RecordedFrame> frames_;     // guarded by mutex_
    std::size_t bytes_ = 0;                // guarded by mutex_; of frames_
    bool needsKey_ = true;                 // guarded by mutex_
    bool behind_ = false;                  // guarded by mutex_
    bool closed_ = false;                  // guarded by mutex_
    util::Clock::time_point restsUntil_{}; // guarded by mutex_
};

} // namespace vitrine::recording
