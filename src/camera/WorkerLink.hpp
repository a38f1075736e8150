// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "camera/WorkerLog.hpp"
#include "camera/Workers.hpp"
#include "config/Config.hpp"
#include "gst/Reapers.hpp"
#include "util/MainLoop.hpp"
#include "util/TokenBucket.hpp"
#include "worker/Channel.hpp"
#include "worker/Process.hpp"
#include "worker/SlotLedger.hpp"

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <thread>

namespace vitrine::camera {

/// A camera's own process as the daemon sees it: started, heard on a thread of its own, told what
/// to do, and seen off.
///
/// It is believed nothing. At the first message that cannot be, at more of them than any camera
/// sends, and when its main loop stands still once it has given a frame, it is listened to no more
/// and killed.
///
/// Owner: WorkerRun. Thread: main, but for forceKeyUnit(). Calls out on: its own thread (`format`,
/// `frame`), main (`over`).
class WorkerLink {
  public:
    /// No camera sends more in a second: 240 frames, and what else there is to say.
    static constexpr double kMostMessages = 1000;
    static constexpr double kMostBytes = 32.0 * 1024 * 1024;
    static constexpr double kMostLogBytes = 1024 * 1024;
    /// So many heartbeats may be missing.
    static constexpr unsigned kMostMissed = 4;

    struct Ending {
        std::string reason;
        bool unfit = false; ///< the stream must be encoded anew
    };
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
    struct Returns; // tells the worker which slots are its own again
    struct Given;   // what it gets when it starts

    // Its own thread's.
    void listen();
    std::string hearAll(bool& more);
    void readLog();
    std::string hear(std::span<const std::uint8_t> bytes);
    std::string hear(const worker::Format& format);
    std::string hear(const worker::Frame& frame);
    std::string hear(const worker::Failed& failed);
    std::string hear(const worker::Unfit& unfit);
    std::string hear(const worker::Beat& beat);
    std::string hear(const worker::Drawing& drawing);

    void onSilence(const std::string& fault);
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
    std::shared_ptr<Returns> returns_;
    std::shared_ptr<worker::SlotLedger> ledger_;
    worker::Descriptor output_; // what it writes to its standard error
    WorkerLog log_;             // the thread's
    util::TokenBucket logBytes_{kMostLogBytes, 2 * kMostLogBytes}; // the thread's
    bool logRests_ = false;                                        // the thread's
    util::TokenBucket messages_{kMostMessages, 2 * kMostMessages}; // the thread's
    util::TokenBucket bytes_{kMostBytes, 2 * kMostBytes};          // the thread's
    std::optional<Ending> last_;                                   // the thread's, until silent_
    std::atomic<unsigned> beats_{0};
    std::atomic<unsigned> graphsAsked_{0};
    std::atomic<bool> framed_{false};
    unsigned seenBeats_ = 0;
    unsigned missed_ = 0;
    bool killed_ = false;
    std::map<std::uint16_t, std::function<void(std::string)>> graphs_; // who waits for one
    std::uint16_t lastGraph_ = 0;
    bool silent_ = false; // the thread is at its end
    std::optional<std::string> howEnded_;
    util::Timer looking_;
    util::Timer patience_;
    util::Token token_;
    std::shared_ptr<worker::ControlGroup> group_; // ends after the process
    std::uint64_t mostMemory_ = 0;
    worker::Process process_;
    std::thread thread_;
    std::optional<Workers::Member> membership_; // until its goodbye
};

} // namespace vitrine::camera
