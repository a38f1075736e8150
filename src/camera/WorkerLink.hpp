// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "camera/WorkerEar.hpp"
#include "camera/Workers.hpp"
#include "config/Config.hpp"
#include "gst/Reapers.hpp"
#include "util/MainLoop.hpp"
#include "worker/Channel.hpp"
#include "worker/Process.hpp"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace vitrine::camera {

/// A camera's own process as the daemon sees it: started, heard, told what to do, and seen off.
/// When it says what cannot be (WorkerEar), or its main loop stands still once it has given a
/// frame, it is killed.
///
/// Owner: WorkerRun. Thread: main. Calls out on: its ear's thread (`format`, `frame`), main
/// (`over`).
class WorkerLink {
  public:
    /// So many heartbeats may be missing.
    static constexpr unsigned kMostMissed = 4;

    using Ending = WorkerEar::Ending;
    struct Listener {
        std::function<void(const worker::Format&)> format;
        /// Gives what is wrong with it; empty when nothing is.
        std::function<std::string(const worker::Frame&, const worker::Loan&)> frame;
        /// Nothing comes any more. Once.
        std::function<void(Ending)> over;
    };

    /// Starts it. Throws std::system_error.
    WorkerLink(const config::Camera& camera, bool transcode, Workers& workers, Listener listener);
    ~WorkerLink();
    WorkerLink(const WorkerLink&) = delete;
    WorkerLink& operator=(const WorkerLink&) = delete;

    pid_t pid() const noexcept { return process_.pid(); }

    /// What it may have in all before the kernel ends it, where there are control groups; in bytes.
    void limitMemory(std::uint64_t bytes);

    /// Nothing happens when it does not read: then it is killed soon.
    void tell(const worker::ToWorker& message) const;
    /// What asks it for a key frame; thread-safe, and may outlive this.
    std::function<void()> keyFrameRequest() const;

    /// Has it draw its pipeline; `done` gets the graph, unless it never comes.
    void draw(std::function<void(std::string)> done);

    /// Ends it without a word: it is listened to no more, and `over` says this.
    void putDown(const std::string& reason);

    /// Has it let go of its source and end, kills it when it does not, and calls `gone` then.
    /// Nothing is called any more when this returns.
    void end(gst::Reapers& reapers, std::function<void()> gone);

  private:
    struct Given; // what it gets when it starts

    void onSilence(WorkerEar::Silence silence);
    void onEnded(const std::string& how);
    void look();
    void kill();
    std::string causeOf(const std::string& how) const;
    void finish(Ending ending);
    void stopListening();

    WorkerLink(const config::Camera& camera, Workers& workers, Listener listener, Given given);

    std::string id_;
    Listener listener_;
    std::shared_ptr<worker::Channel> channel_;
    unsigned seenBeats_ = 0;
    unsigned missed_ = 0;
    bool killed_ = false;
    std::map<std::uint16_t, std::function<void(std::string)>> graphs_; // who waits for one
    std::uint16_t lastGraph_ = 0;
    bool silent_ = false; // it says nothing any more
    std::optional<std::string> howEnded_;
    util::Timer looking_;
    util::Timer patience_;
    std::shared_ptr<worker::ControlGroup> group_; // ends after the process
    std::uint64_t mostMemory_ = 0;
    worker::Process process_;
    std::optional<WorkerEar> ear_;              // until its goodbye
    std::optional<Workers::Member> membership_; // until its goodbye
};

} // namespace vitrine::camera
