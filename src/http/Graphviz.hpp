// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gst/Ref.hpp"
#include "util/MainLoop.hpp"
#include "util/Result.hpp"

#include <gio/gio.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>

namespace vitrine::http {

/// Graphviz' `dot`, a program that need not be there, makes pictures of graphs: in a process of its
/// own, without a shell, for so long and with so much memory at most.
///
/// Owner: Graphs. Thread: main. Calls out on: main.
class Graphviz {
  public:
    static constexpr unsigned kMost = 2;
    static constexpr std::size_t kMostInput = std::size_t{1} << 20U;
    static constexpr std::chrono::seconds kPatience{8};

    /// The picture as SVG, or why there is none; the error's code is "missing" where the program
    /// is not installed.
    using Done = std::function<void(const util::Result<std::string>& svg)>;

    Graphviz() = default;
    /// Ends those under way; `done` is not called any more.
    ~Graphviz();
    Graphviz(const Graphviz&) = delete;
    Graphviz& operator=(const Graphviz&) = delete;

    /// Calls `done` once, perhaps from within.
    void draw(const std::string& dot, Done done);

  private:
    struct Run {
        gst::Ref<GSubprocess> program;
        gst::Ref<GCancellable> reading{g_cancellable_new(), gst::adopt};
        util::Timer patience;
        Done done; // empty once it was called

        void end() const;
    };

    void finish(std::uint64_t number, GBytes* svg);

    std::map<std::uint64_t, std::unique_ptr<Run>> runs_;
    std::uint64_t last_ = 0;
    util::Token token_;
};

} // namespace vitrine::http
