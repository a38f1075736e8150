// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "camera/FrameSink.hpp"
#include "gst/HouseTime.hpp"
#include "worker/Channel.hpp"
#include "worker/SharedMemory.hpp"
#include "worker/SlotAllocator.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace vitrine::camera {

/// Where the frames of a camera in its own process go: into the memory that the daemon reads, one
/// message for each.
///
/// It never waits. A frame for which there is no room is dropped with all up to the next key frame,
/// which is asked for: what follows a hole cannot be decoded.
///
/// Owner: shared by CameraWorker and the camera's run. Thread: onFrame() on the streaming thread,
/// the rest on main. Calls out on: the streaming thread (`askForKey`, without a lock held).
class FrameWriter : public FrameSink {
  public:
    /// How many frames may wait for the first format, which is known a moment after the first.
    static constexpr std::size_t kMostWaiting = 16;

    FrameWriter(std::shared_ptr<const worker::Channel> channel, worker::SharedMemory memory,
                const gst::HouseTime& houseTime, std::function<void()> askForKey);

    void onFrame(const EncodedFrame& frame) override;

    /// What the frames are from now on; the first one lets them out. Its number is ours to give.
    void setFormat(worker::Format format);
    /// The daemon has done with these slots. False: with one that it did not have.
    bool release(const worker::Release& slots);

    /// Sends a text that the daemon has asked for; nothing where there is no room for it.
    void sendDrawing(std::uint16_t number, const std::string& text);

    std::uint64_t dropped() const;

  private:
    bool write(const EncodedFrame& frame); // under mutex_
    bool fits(const EncodedFrame& frame);  // under mutex_
    void putInto(std::uint32_t offset, const rtp::WireFrame& wire);

    std::shared_ptr<const worker::Channel> channel_;
    worker::SharedMemory memory_;
    gst::HouseTime houseTime_;
    std::function<void()> askForKey_;
    worker::SlotAllocator slots_;
    mutable std::mutex mutex_;
    worker::Format format_;             // guarded by mutex_
    bool formatSent_ = false;           // guarded by mutex_
    std::vector<EncodedFrame> waiting_; // guarded by mutex_; for the first format
    bool waitsForKey_ = true;           // guarded by mutex_
    std::uint64_t dropped_ = 0;         // guarded by mutex_
};

} // namespace vitrine::camera
