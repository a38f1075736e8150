// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "recording/PushPad.hpp"
#include "rtp/WireFrame.hpp"

#include <memory>

namespace vitrine::recording {

/// Gives a camera's frames, as they lie on the wire, to rtph264depay. Their bytes are not copied.
///
/// Owner: whoever owns the pipeline. Thread: one at a time; blocks as long as the elements do.
class RtpFeed {
  public:
    /// `depayloader` is its sink pad.
    explicit RtpFeed(const gst::Ref<GstPad>& depayloader);

    /// False: an element refuses, and will refuse what follows.
    bool push(const std::shared_ptr<const rtp::WireFrame>& frame, GstClockTime time) const;
    void end() const { pad_.end(); }

  private:
    PushPad pad_;
};

} // namespace vitrine::recording
