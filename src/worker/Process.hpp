// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "worker/Descriptor.hpp"

#include <sys/types.h>

#include <chrono>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace vitrine::worker {

/// Where a worker finds its end of the Channel and the SharedMemory, after the standard three.
inline constexpr int kChannelDescriptor = 3;
inline constexpr int kMemoryDescriptor = 4;

/// What of the environment a worker gets: where programs and people's settings are, which language,
/// and what GStreamer and the sanitizers are told. Nothing of systemd's and no secrets. Thread:
/// pure.
std::vector<std::string> cleanEnvironment(std::span<const std::string> environment);
/// The same of this process' own. Thread: main.
std::vector<std::string> cleanEnvironment();

/// Another program that dies with this one: no shell, no privileges that it could gain
/// (PR_SET_NO_NEW_PRIVS), nothing open but what it is given, in a process group of its own, so that
/// a terminal's Ctrl-C is ours to pass on. Where memory runs out, the kernel ends it before this
/// one.
///
/// Owner: a camera's run. Thread: main, which must be the thread that lives as long as the process
/// (PR_SET_PDEATHSIG goes by threads). Calls out on: main.
class Process {
  public:
    struct Plan {
        std::string program;
        std::vector<std::string> arguments; ///< the first is what it calls itself
        std::vector<std::string> environment;
        std::vector<int> descriptors; ///< become 3, 4, …
        int output = -1;              ///< its standard output and error; -1: this process'
        int group = -1;               ///< ControlGroup::entrance(); -1: this process' own
    };

    /// Starts it. `ended` says how it ended, as the rest of a sentence ("was killed by signal 9"),
    /// also when it could not be executed. Throws std::system_error.
    Process(const Plan& plan, std::function<void(std::string how)> ended);
    /// Kills it, if it has not ended; nothing is called any more, and nothing is waited for.
    ~Process();
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;

    pid_t pid() const noexcept { return pid_; }
    bool ended() const noexcept;
    /// Nothing happens when it has ended.
    void signal(int number) const noexcept;

    /// Leaves it to whoever waits for its end (seeOff()): it is not killed by the destructor any
    /// more, and `ended` is not called.
    Descriptor release() noexcept;

  private:
    struct Watch; // lives until the process has ended

    pid_t pid_ = -1;
    Descriptor handle_; // pidfd_open(2)
    bool released_ = false;
    std::shared_ptr<Watch> watch_;
};

/// Waits until a process has ended by itself, and kills it when it has not within `patience`. One
/// that does not even die of that, in a driver, is waited for as long as it takes.
///
/// Thread: any that may hang.
void seeOff(const Descriptor& process, std::chrono::milliseconds patience) noexcept;

} // namespace vitrine::worker
