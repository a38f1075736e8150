// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "camera/FrameClock.hpp"
#include "camera/FrameSink.hpp"
#include "camera/RtpStream.hpp"
#include "camera/State.hpp"
#include "config/Config.hpp"
#include "gst/HouseTime.hpp"
#include "worker/SlotLedger.hpp"

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace vitrine::camera {

/// Where the frames of a camera in its own process enter the house: as a run's own would, in the
/// camera's one RTP stream, in house time, as buffers that share the other process' memory.
///
/// One process gives them at a time. Another may be let in beside it, whose first key frame makes
/// it the one: there is no gap between the two.
///
/// Owner: shared by WorkerRun and its links. Thread: take() and setFormat() on a link's thread, the
/// rest on main. Calls out on: a link's thread (the frame sink, `live` and `succeeded`).
class LentFrames {
  public:
    /// Which of a run's processes.
    using Giver = unsigned;

    struct Events {
        /// The first frame is there; the RTP caps say what a viewer is offered.
        std::function<void(gst::Ref<GstCaps>)> live;
        /// The one that was let in gives the frames from here on.
        std::function<void(Giver)> succeeded;
    };

    LentFrames(RtpStream& stream, const gst::HouseTime& houseTime, config::Latency latency,
               std::shared_ptr<FrameSink> frames, Events events);

    /// From here on its frames are taken, once one is a key frame, and nobody else's then; nobody
    /// else is let in any more.
    void letIn(Giver giver);

    /// What the giver's frames are that follow.
    void setFormat(Giver giver, const worker::Format& format);
    /// Gives what is wrong with the frame; empty when nothing is, also when it is not wanted.
    std::string take(Giver giver, const worker::Frame& frame, const worker::Loan& loan);

    void setLatency(config::Latency latency);
    StreamFacts facts() const;
    /// profile_idc and the constraints of what is given now.
    std::uint32_t profile() const;
    GstClockTime lastFrame() const noexcept { return lastFrame_.load(std::memory_order_relaxed); }

    /// After this returns no frame goes out.
    void close();

  private:
    struct Form {
        Giver giver = 0;
        worker::Format format;
    };

    const worker::Format* formatOf(Giver giver, std::uint16_t number) const; // under mutex_
    bool isWanted(Giver giver, bool key);                                    // under mutex_
    std::optional<EncodedFrame> assemble(const worker::Frame& frame,
                                         const worker::Loan& loan); // under mutex_

    RtpStream& stream_; // alive as long as frames_ is set
    gst::HouseTime houseTime_;
    Events events_;
    std::atomic<config::Latency> latency_;
    std::atomic<GstClockTime> lastFrame_{GST_CLOCK_TIME_NONE};
    mutable std::mutex mutex_;
    std::shared_ptr<FrameSink> frames_; // guarded by mutex_
    FrameAssembler assembler_;          // guarded by mutex_
    std::optional<FrameClock> clock_;   // guarded by mutex_; from the first frame of a giver on
    GstClockTime newest_;               // guarded by mutex_; before it no frame may be
    Form now_;                          // guarded by mutex_; whose frames are taken
    std::optional<Form> next_;          // guarded by mutex_; who is let in
    bool live_ = false;                 // guarded by mutex_
    std::optional<double> before_;      // guarded by mutex_; of the last frame, in seconds
};

} // namespace vitrine::camera
