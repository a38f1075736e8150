// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gst/Ref.hpp"

namespace vitrine::recording {

/// A pad in front of elements that takes buffers from a program instead of a source: what has no
/// thread of its own behind it runs on the thread that pushes.
///
/// Owner: whoever owns the pipeline, which plays before this is made and ends after it. Thread: one
/// at a time; blocks as long as the elements do.
class PushPad {
  public:
    /// Links itself to `first` and tells it the caps of what will come.
    PushPad(const gst::Ref<GstPad>& first, GstCaps* caps);
    ~PushPad();
    PushPad(const PushPad&) = delete;
    PushPad& operator=(const PushPad&) = delete;

    GstFlowReturn push(gst::Ref<GstBuffer> buffer) const;
    /// Returns when all that was pushed has gone through an element with a thread of its own
    /// (a GstAggregator), which answers what comes in order only then.
    void settle() const;
    /// Says that nothing more comes.
    void end() const;

  private:
    gst::Ref<GstPad> pad_;
    gst::Ref<GstPad> first_;
    gst::Ref<GstCaps> caps_;
};

} // namespace vitrine::recording
