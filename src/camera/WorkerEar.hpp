// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "camera/WorkerLog.hpp"
#include "util/MainLoop.hpp"
#include "util/TokenBucket.hpp"
#include "worker/Channel.hpp"
#include "worker/Descriptor.hpp"
#include "worker/SlotLedger.hpp"

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <thread>

namespace vitrine::camera {

/// What a camera's own process says, heard on a thread of its own until it says nothing more.
///
/// It is believed nothing: at the first message that cannot be, and at more of them than any camera
/// sends, it is listened to no more.
///
/// Owner: WorkerLink. Thread: main, but where it says otherwise. Calls out on: its own thread
/// (`format`, `frame`), main (`drawing`, `silent`).
class WorkerEar {
  public:
    /// No camera sends more in a second: 240 frames, and what else there is to say.
    static constexpr double kMostMessages = 1000;
    static constexpr double kMostBytes = 32.0 * 1024 * 1024;
    static constexpr double kMostLogBytes = 1024 * 1024;

    /// What it said of its end, in words a person understands.
    struct Ending {
        std::string reason;
        bool unfit = false; ///< the stream must be encoded anew
    };
    struct Silence {
        std::string fault;          ///< why it is listened to no more, if that is why
        std::optional<Ending> last; ///< its own last word
    };
    struct Listener {
        std::function<void(const worker::Format&)> format;
        /// Gives what is wrong with it; empty when nothing is.
        std::function<std::string(const worker::Frame&, const worker::Loan&)> frame;
        std::function<void(std::uint16_t number, std::string text)> drawing;
        /// Nothing comes any more. Once.
        std::function<void(Silence)> silent;
    };

    /// `memory` is shared with it, and `output` is what it writes to its standard error.
    WorkerEar(const std::string& camera, std::shared_ptr<worker::Channel> channel,
              const worker::Descriptor& memory, worker::Descriptor output, Listener listener);
    ~WorkerEar();
    WorkerEar(const WorkerEar&) = delete;
    WorkerEar& operator=(const WorkerEar&) = delete;

    /// Heartbeats so far. Thread-safe.
    unsigned beats() const noexcept { return beats_.load(std::memory_order_relaxed); }
    /// Whether it has given a frame. Thread-safe.
    bool framed() const noexcept { return framed_.load(std::memory_order_relaxed); }
    /// One more drawing has been asked for; it may send no others.
    void expectDrawing() noexcept { drawingsAsked_.fetch_add(1); }

  private:
    struct Returns; // tells the worker which slots are its own again

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

    Listener listener_;
    std::shared_ptr<worker::Channel> channel_;
    std::shared_ptr<Returns> returns_;
    std::shared_ptr<worker::SlotLedger> ledger_;
    worker::Descriptor output_;                                    // the thread's
    WorkerLog log_;                                                // the thread's
    util::TokenBucket logBytes_{kMostLogBytes, 2 * kMostLogBytes}; // the thread's
    bool logRests_ = false;                                        // the thread's
    util::TokenBucket messages_{kMostMessages, 2 * kMostMessages}; // the thread's
    util::TokenBucket bytes_{kMostBytes, 2 * kMostBytes};          // the thread's
    std::optional<Ending> last_;                                   // the thread's
    std::atomic<unsigned> beats_{0};
    std::atomic<unsigned> drawingsAsked_{0};
    std::atomic<bool> framed_{false};
    util::Token token_;
    std::thread thread_;
};

} // namespace vitrine::camera
