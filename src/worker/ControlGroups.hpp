// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "util/Result.hpp"
#include "worker/Descriptor.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <unistd.h>
#include <utility>

namespace vitrine::worker {

/// A control group (cgroups(7), version 2) for one worker, with limits that the kernel keeps.
///
/// Thread: one at a time.
class ControlGroup {
  public:
    /// No worker has more threads and processes.
    static constexpr unsigned kMostTasks = 512;
    static constexpr std::chrono::milliseconds kPatience{1000};

    /// Made by ControlGroups. Throws std::system_error.
    explicit ControlGroup(std::filesystem::path folder);
    /// Ends all that is in it; it itself is gone only where nobody was.
    ~ControlGroup();
    ControlGroup(const ControlGroup&) = delete;
    ControlGroup& operator=(const ControlGroup&) = delete;

    /// Open for writing: a process that writes "0" there is in the group from then on.
    int entrance() const noexcept { return entrance_.get(); }

    /// What all in it may have together; who needs more is ended by the kernel, with all others.
    void limitMemory(std::uint64_t bytes) const;
    /// Whether one in it was ended for want of memory: because of this limit, or because there was
    /// none left beyond it, in the service or the machine.
    enum class Want { None, Here, Beyond };
    Want want() const;

    /// Ends all that is in it, and then it. Waits for that, for no longer than kPatience.
    void end();

  private:
    void end(std::chrono::milliseconds patience);

    std::filesystem::path folder_;
    Descriptor entrance_; // until its end
};

/// The part of the tree of control groups that systemd leaves to this process (Delegate=): each
/// worker gets a group of its own in it.
///
/// Owner: Daemon. Thread: main.
class ControlGroups {
  public:
    /// Where a machine has them, who tells a process which is its own, whose they must be, and
    /// whose those are that nobody was left.
    struct Places {
        std::filesystem::path tree = "/sys/fs/cgroup";
        std::filesystem::path own = "/proc/self/cgroup";
        uid_t user = geteuid();
        uid_t root = 0;
    };

    /// Takes it over, and moves this process into a group below: there are either processes or
    /// groups with limits in one (cgroups(7), "no internal processes"). The error says why the
    /// group is not this process' to divide, as it is not unless systemd has given it to its user.
    static util::Result<ControlGroups> takeOver(const Places& places);
    static util::Result<ControlGroups> takeOver() { return takeOver(Places{}); }

    /// A new one, for the process of a camera. Throws std::system_error.
    std::unique_ptr<ControlGroup> make(const std::string& camera);

  private:
    explicit ControlGroups(std::filesystem::path folder)
        : folder_(std::move(folder)) {}

    std::filesystem::path folder_;
    unsigned last_ = 0;
};

} // namespace vitrine::worker
