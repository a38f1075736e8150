// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "camera/State.hpp"
#include "config/Config.hpp"
#include "gst/Ref.hpp"

#include <atomic>
#include <memory>
#include <optional>

namespace vitrine::camera {

/// Any configured source as a bin with one pad, "src", that gives H.264 a browser can take:
/// byte-stream, one access unit a buffer. What the source already gives in that form passes
/// through untouched; anything else is decoded if need be and encoded once.
///
/// When passed-through video turns out not to fit (B-frames, interlacing, 4:2:2, …) the bin posts
/// an element message named kUnfitMessage with a string field "reason"; the owner then starts
/// again with `transcode`.
///
/// Owner: CameraPipeline. Thread: made on main; encodes() is thread-safe. The bin plugs its tail
/// on streaming threads when a source tells late what it gives.
class Source {
  public:
    static constexpr const char* kUnfitMessage = "vitrine-unfit";

    /// Throws gst::BuildError: an element or device is missing, or the fragment does not parse.
    Source(const config::Camera& camera, bool transcode);

    /// The bin, to be added to a pipeline; "src" is there from the beginning.
    GstElement* bin() const noexcept;

    /// Whether an encoder of ours makes the stream, and so can be asked for a key frame. False
    /// until the source has said what it gives.
    bool encodes() const noexcept;

    /// What says when its frames were captured. Thread-safe.
    CaptureTime captureTime() const noexcept;
    /// How long before its arrival here a frame is captured, where that is known. Thread-safe.
    std::optional<GstClockTime> beforeArrival() const noexcept;

  private:
    struct Shared; // lives as long as the bin's own callbacks may run
    std::shared_ptr<Shared> shared_;
    gst::Ref<GstElement> bin_;
};

} // namespace vitrine::camera
