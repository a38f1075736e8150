// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gst/Ref.hpp"

namespace vitrine::gst {

/// A pipeline that is set to NULL before its last reference goes.
///
/// Owner: while it runs a camera or viewer, at its end a Reaper, on whose thread the destructor
/// waits for the state change. Thread: one at a time.
class Pipeline {
  public:
    explicit Pipeline(const char* name);
    Pipeline(Pipeline&& other) noexcept = default;
    Pipeline& operator=(Pipeline&& other) noexcept;
    Pipeline(const Pipeline&) = delete;
    Pipeline& operator=(const Pipeline&) = delete;
    ~Pipeline() { shutDown(); }

    GstElement* get() const noexcept { return pipeline_.get(); }
    GstBin* bin() const noexcept { return GST_BIN(pipeline_.get()); }
    GstPipeline* pipeline() const noexcept { return GST_PIPELINE(pipeline_.get()); }

    /// Adds an element, keeping the caller's reference.
    void add(const Ref<GstElement>& element) const;

    /// Asks for PLAYING; throws BuildError when an element refuses at once.
    void play() const;

  private:
    void shutDown() noexcept;

    Ref<GstElement> pipeline_;
};

} // namespace vitrine::gst
