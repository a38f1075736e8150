// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gst/Ref.hpp"
#include "util/MainLoop.hpp"

#include <gst/gst.h>

#include <atomic>
#include <functional>
#include <memory>
#include <string>

namespace vitrine::gst {

/// A pipeline's graph in Graphviz' language: elements, pads, states and caps, without the elements'
/// properties, which hold passwords and whose reading takes more locks, and without keys.
///
/// Thread: any that may wait: a drawing takes locks that whoever hangs in the pipeline may hold for
/// ever.
std::string dotOf(GstElement* pipeline);

/// Graphs of pipelines, each drawn on a thread of its own.
///
/// Owner: who is asked for them. Thread: main. Calls out on: main.
class Drawings {
  public:
    /// That many threads at once, some of which may never come back.
    static constexpr unsigned kMost = 4;

    /// Draws, and calls `done` on main unless this has ended by then. False when too many are being
    /// drawn: then `done` is not called.
    bool draw(Ref<GstElement> pipeline, std::function<void(std::string dot)> done);

  private:
    // Shared with the threads, which may outlive this.
    std::shared_ptr<std::atomic<unsigned>> underWay_ = std::make_shared<std::atomic<unsigned>>(0);
    util::Token token_;
};

} // namespace vitrine::gst
