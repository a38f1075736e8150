// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "camera/House.hpp"
#include "camera/KeyFrameRequester.hpp"
#include "camera/LentFrames.hpp"
#include "camera/MemoryBudget.hpp"
#include "camera/Run.hpp"
#include "camera/WorkerLink.hpp"
#include "gst/Story.hpp"

#include <memory>
#include <optional>
#include <string>

namespace vitrine::camera {

/// One run of a camera in a process of its own: whatever becomes of that, or leaks in it, stays
/// there.
///
/// A process that has more memory than it may have, or surely will, is replaced: another is
/// started beside it, and goes on in its place with its first key frame. Where there cannot be two,
/// because the source is a device that only one can have, the run fails, and the camera starts
/// anew.
///
/// Owner: Camera. Thread: main. Calls out on: main (the events), its links' threads (the frame
/// sink).
class WorkerRun : public Run {
  public:
    /// Starts the process, which is seen off by the reapers. Throws std::system_error.
    WorkerRun(const config::Camera& camera, bool transcode, const House& house, RtpStream& stream,
              std::shared_ptr<FrameSink> frames, Events events);
    ~WorkerRun() override;

    std::function<void()> keyFrameRequest() const override;
    gst::Ref<GstElement> pipeline() const override { return {}; }
    bool drawElsewhere(std::function<void(std::string)> done) override {
        now_.link->draw(std::move(done));
        return true;
    }
    StreamFacts facts() const override { return frames_->facts(); }
    void configure(const config::Camera& camera) override;
    bool retune(const EncodeSettings& from, const EncodeSettings& to) override;
    GstClockTime lastFrame() const noexcept override { return frames_->lastFrame(); }
    std::optional<metrics::WorkerUse> worker() const override;
    void end(std::function<void()> gone) override;

  private:
    /// A process, and how it does.
    struct Member {
        LentFrames::Giver number;
        MemoryBudget budget;
        std::unique_ptr<WorkerLink> link;
        bool looked = false;                     // at its memory
        std::optional<WorkerLink::Ending> ended; // while another is about to take over
    };
    struct Leaving; // calls when the last process is gone

    gst::Story story(gst::Place where = gst::Place::here()) const {
        return gst::Story::ofCamera(gst::Room::Camera, settings_.id, where);
    }
    util::log::About about(util::Place where = util::Place::here()) const {
        return util::log::About("camera", where).camera(settings_.id);
    }
    Member start();
    void setBudget(Member& member) const;
    void look();
    void needsMore();
    void onAbove();
    void replace();
    void onSucceeded(LentFrames::Giver number);
    void onOver(LentFrames::Giver number, const WorkerLink::Ending& ending);
    void onNextOver(const std::string& reason);
    void seeOff(std::unique_ptr<WorkerLink> link);

    config::Camera settings_;
    bool transcode_;
    House house_;
    Events events_;
    util::Token token_;
    std::shared_ptr<LentFrames> frames_;
    std::shared_ptr<KeyFrameRequester> keyFrames_ = std::make_shared<KeyFrameRequester>();
    std::shared_ptr<Leaving> leaving_;
    LentFrames::Giver last_ = 0;
    Member now_;
    std::optional<Member> next_; // to take over
    std::uint32_t profile_ = 0;  // when it took over
    bool mayReplace_ = true;     // there can be two at a time
    bool needsMore_ = false;     // than its budget, from the beginning
    util::Timer looking_;
    util::Timer patience_;
};

} // namespace vitrine::camera
