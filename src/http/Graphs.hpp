// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gst/Drawings.hpp"
#include "gst/Ref.hpp"
#include "util/MainLoop.hpp"

#include <libsoup/soup.h>

#include <cstdint>
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
    Graphs() = default;
    ~Graphs();
    Graphs(const Graphs&) = delete;
    Graphs& operator=(const Graphs&) = delete;

    /// Answers soon: with the graph, or 503 where it cannot be drawn now.
    void reply(SoupServerMessage* message, gst::Ref<GstElement> pipeline);

  private:
    struct Pending {
        gst::Ref<SoupServerMessage> message; // empty once answered
        util::Timer deadline;
    };

    void finish(std::uint64_t number, const std::string& dot);

    std::map<std::uint64_t, std::unique_ptr<Pending>> pending_;
    std::uint64_t last_ = 0;
    gst::Drawings drawings_;
    util::Token token_;
};

} // namespace vitrine::http
