// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gst/Ref.hpp"

#include <functional>
#include <string>
#include <thread>

namespace vitrine::gst {

/// A thread that runs a GLib main context of its own, for sources that main should not wait for.
///
/// Owner: Daemon; outlives whatever is attached to it. Thread: thread-safe. Calls out on: its own.
class LoopThread {
  public:
    /// `name` becomes the thread's name (15 characters count).
    explicit LoopThread(const std::string& name);
    /// Runs what was invoked before, then ends the thread.
    ~LoopThread();
    LoopThread(const LoopThread&) = delete;
    LoopThread& operator=(const LoopThread&) = delete;

    GMainContext* context() const noexcept { return context_.get(); }

    /// Runs `fn` on the thread, after what is running there; it is destroyed there, too.
    void invoke(std::function<void()> fn) const;

  private:
    Unique<GMainContext, g_main_context_unref> context_;
    Unique<GMainLoop, g_main_loop_unref> loop_;
    std::thread thread_;
};

} // namespace vitrine::gst
