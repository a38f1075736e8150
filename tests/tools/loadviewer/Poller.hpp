// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "tools/loadviewer/FileDescriptor.hpp"

#include <glib.h>

namespace vitrine::loadviewer {

/// Something with a socket that has something to read.
class Readable {
  public:
    virtual ~Readable() = default;
    virtual void onReadable() = 0;
};

/// Watches the UDP sockets of a shard with two epoll sets: one wakes the main loop at once, for
/// viewers that are still joining and whose times are measured; the other is looked at when the
/// shard's tick comes, for the many that only count. The latter is what makes hundreds of viewers
/// cheap: a few hundred looks a second instead of one wake-up a frame and viewer. Nothing measured
/// suffers, since the kernel stamps each packet as it comes.
///
/// Owner: the Shard. Thread: its shard's. Calls out on: the same. A Readable must not be destroyed
/// within onReadable(), its own or another's.
class Poller {
  public:
    enum class Manner { Prompt, Relaxed };

    /// Throws std::system_error when the system refuses.
    explicit Poller(GMainContext* context);
    ~Poller();
    Poller(const Poller&) = delete;
    Poller& operator=(const Poller&) = delete;

    void add(int fd, Readable& readable, Manner manner);
    void remove(int fd);
    /// Moves a watched socket over to the relaxed set.
    void relax(int fd, Readable& readable);
    /// Serves the relaxed set.
    void look() { dispatch(relaxed_.get()); }

  private:
    static void dispatch(int epoll);

    FileDescriptor prompt_;
    FileDescriptor relaxed_;
    GSource* source_ = nullptr;
};

} // namespace vitrine::loadviewer
