// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gst/Pipeline.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <string>

namespace vitrine::gst {

/// Sets each pipeline to NULL on a thread of its own: a source that does not let go, such as a
/// driver that hangs, holds up nobody else's end.
///
/// Owner: Daemon; outlives every camera. Thread: thread-safe. Calls out on: the pipeline's own
/// reaping thread (`afterwards`); the destructor's (`giveUp`).
class Reapers {
  public:
    /// How long the end of all of them waits for those under way.
    static constexpr std::chrono::milliseconds kPatience{3000};

    /// `name` becomes the threads' name (15 characters count). `giveUp` is called at the end when
    /// a pipeline has not stopped even then.
    Reapers(std::string name, std::function<void()> giveUp);
    /// Waits for all, but no longer than kPatience.
    ~Reapers();
    Reapers(const Reapers&) = delete;
    Reapers& operator=(const Reapers&) = delete;

    /// Takes a pipeline to its end, then calls `afterwards`.
    void reap(Pipeline pipeline, std::function<void()> afterwards = {});

  private:
    struct Shared; // outlives this where a thread hangs

    std::string name_;
    std::function<void()> giveUp_;
    std::shared_ptr<Shared> shared_;
};

} // namespace vitrine::gst
