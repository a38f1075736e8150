// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "tools/netsim/Tun.hpp"

#include <sys/types.h>

#include <span>
#include <string>

namespace vitrine::netsim {

/// A command started by us, which ends with us.
///
/// Owner: main. Thread: the one that made it, whose end is the command's.
class Child {
  public:
    /// Starts it in the calling thread's namespaces. Throws std::system_error when that cannot be.
    explicit Child(std::span<const std::string> command);
    ~Child();
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    /// Readable once the command has ended.
    int endedFd() const { return ended_.get(); }

    /// Waits for its end and gives its status as a shell does.
    int wait();

  private:
    pid_t pid_ = -1;
    FileDescriptor ended_;
};

} // namespace vitrine::netsim
