// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "camera/LentFrames.hpp"
#include "camera/Run.hpp"
#include "camera/WorkerLink.hpp"

#include <memory>

namespace vitrine::camera {

/// One run of a camera in a process of its own: whatever becomes of that, or leaks in it, stays
/// there.
///
/// Owner: Camera. Thread: main. Calls out on: main (the events), its link's thread (the frame
/// sink).
class WorkerRun : public Run {
  public:
    /// Starts the process. Throws std::system_error.
    WorkerRun(const config::Camera& camera, bool transcode, const gst::HouseTime& houseTime,
              RtpStream& stream, std::shared_ptr<FrameSink> frames, Events events);
    ~WorkerRun() override;

    std::function<void()> keyFrameRequest() const override;
    gst::Ref<GstElement> pipeline() const override { return {}; }
    StreamFacts facts() const override { return frames_->facts(); }
    void setLatency(config::Latency latency) override { frames_->setLatency(latency); }
    bool retune(const EncodeSettings& from, const EncodeSettings& to) override;
    GstClockTime lastFrame() const noexcept override { return frames_->lastFrame(); }
    void end(gst::Reapers& reapers, std::function<void()> gone) override;

  private:
    std::unique_ptr<WorkerLink> start(LentFrames::Giver giver);
    void onOver(const WorkerLink::Ending& ending);

    config::Camera settings_;
    bool transcode_;
    Events events_;
    util::Token token_;
    std::shared_ptr<LentFrames> frames_;
    std::unique_ptr<WorkerLink> link_;
};

} // namespace vitrine::camera
