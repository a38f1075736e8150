// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gst/Ref.hpp"

#include <atomic>
#include <memory>
#include <string>

namespace vitrine::tools {

/// What can go wrong inside a camera that goes on sending: switched on and off while it serves.
///
/// `garbage`: every frame is random bytes behind a start code. `restart-times`: its RTP timestamps
/// begin again at 0. `drop`: it sends no more frames and keeps the connection. `repeat`: it
/// sends its next key frame again and again. Anything with a slash: caps that the element "format"
/// in the stream changes to, such as another size.
///
/// Owner: main(). Thread: toggle() and attach() on any; its probes run on streaming threads.
class RtspFaults {
  public:
    explicit RtspFaults(std::string fault)
        : fault_(std::move(fault)) {}

    /// Prepares a media's elements, among them the payloader "pay0".
    void attach(GstElement* media);
    /// Begins the fault, or ends it.
    void toggle();

  private:
    GstPadProbeReturn onFrame(GstPadProbeInfo* info);
    void onPackets(GstPadProbeInfo* info);
    void restamp(GstBuffer* packet);
    void changeFormat(GstElement* media) const;

    std::string fault_;
    gst::Ref<GstBuffer> repeated_; // streaming thread only
    std::atomic<bool> on_{false};
    std::atomic<GstElement*> media_{nullptr}; // kept by the server while it is played
    bool based_ = false;                      // streaming thread only, as is the next
    guint32 base_ = 0;
};

} // namespace vitrine::tools
