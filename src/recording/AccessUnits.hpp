// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gst/Pipeline.hpp"
#include "recording/RecordedFrame.hpp"
#include "recording/RtpFeed.hpp"

#include <optional>

namespace vitrine::recording {

/// Makes of a camera's RTP packets what a file has: one access unit a buffer, and caps that say all
/// a decoder must know before the first. It is GStreamer's own depayloader and parser, in a
/// pipeline without threads.
///
/// Owner: FilmWriter. Thread: one at a time; takes no longer than its work.
class AccessUnits {
  public:
    /// Throws gst::BuildError.
    AccessUnits();

    struct Unit {
        gst::Ref<GstBuffer> buffer;
        gst::Ref<GstCaps> caps; ///< video/x-h264, stream-format=avc, with its codec_data
    };
    /// The frame's access unit; nothing when there is none in it. Throws gst::BuildError when an
    /// element has failed, after which it is of no use.
    std::optional<Unit> read(const RecordedFrame& frame) const;

  private:
    gst::Ref<GstElement> chain_;
    gst::Ref<GstElement> out_;
    gst::Pipeline pipeline_;
    std::optional<RtpFeed> feed_; // always, once it is made
};

} // namespace vitrine::recording
