// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "tools/loadviewer/Scenario.hpp"

namespace vitrine::loadviewer {

/// One thread's part of the viewers, with its own main context, HTTP session, epoll and buffers.
///
/// Owner: main(). Thread: built, run and destroyed on its own thread.
class Shard {
  public:
    /// Throws std::system_error when the system refuses.
    Shard(const Options& options, const DtlsIdentity& identity, unsigned number);
    ~Shard();
    Shard(const Shard&) = delete;
    Shard& operator=(const Shard&) = delete;

    /// Runs its scenario to the end, which SIGINT brings forward.
    std::vector<ViewerResult> run();

  private:
    void tick();

    GMainContext* context_;
    GMainLoop* loop_;
    SoupSession* http_;
    Poller poller_;
    PacketBatch batch_;
    std::unique_ptr<Scenario> scenario_;
};

} // namespace vitrine::loadviewer
