// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gst/Drawings.hpp"
#include "gst/Ref.hpp"
#include "http/Graphviz.hpp"
#include "http/Postponed.hpp"
#include "util/MainLoop.hpp"

#include <libsoup/soup.h>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>

namespace vitrine::http {

/// Answers requests with the graph of a pipeline, once that is drawn; who hangs in the pipeline
/// keeps nobody else waiting.
///
/// Owner: ApiRoutes. Thread: main.
class Graphs {
  public:
    /// In Graphviz' language, or as a picture that Graphviz makes of it.
    enum class Form { Dot, Svg };

    Graphs() = default;
    ~Graphs();
    Graphs(const Graphs&) = delete;
    Graphs& operator=(const Graphs&) = delete;

    /// Answers soon: with the graph, or 503 where it cannot be drawn now, and 501 where there is
    /// nothing to draw with.
    void reply(SoupServerMessage* message, gst::Ref<GstElement> pipeline, Form form);

    /// Draws, and calls `done` on main with the graph, or gives false where it cannot.
    using Drawer = std::function<bool(std::function<void(std::string dot)> done)>;
    /// The same of what somebody else draws.
    void reply(SoupServerMessage* message, const Drawer& drawer, Form form);

  private:
    struct Pending {
        Pending(SoupServerMessage* message, Form wanted)
            : answer(message)
            , form(wanted) {}
        Postponed answer;
        Form form;
        util::Timer deadline;
    };

    void onDot(std::uint64_t number, const std::string& dot);
    void finish(std::uint64_t number, const std::function<void(SoupServerMessage*)>& fill);

    std::map<std::uint64_t, std::unique_ptr<Pending>> pending_;
    std::uint64_t last_ = 0;
    gst::Drawings drawings_;
    Graphviz graphviz_;
    util::Token token_;
};

} // namespace vitrine::http
