// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gst/Pipeline.hpp"
#include "recording/AccessUnits.hpp"
#include "recording/Mp4Pieces.hpp"
#include "recording/PushPad.hpp"

#include <chrono>
#include <optional>

namespace vitrine::recording {

/// Makes one film's bytes: mp4mux, which gives a beginning that is whole and then fragments, each
/// of which can be played when it is there. Its one thread only ever waits for the next frame: what
/// comes out is fetched here, so that no disk holds it up.
///
/// Owner: FilmWriter. Thread: one at a time; takes no longer than its work.
class FilmMuxer {
  public:
    /// What is in one fragment. Killed, a process loses what it has gathered for the next, and the
    /// newest frame, whose length is known with the one behind it.
    static constexpr std::chrono::milliseconds kFragment{250};

    /// Throws gst::BuildError.
    explicit FilmMuxer(GstCaps* caps);

    /// The next frame; `time` is since the film's beginning. Throws gst::BuildError.
    void add(const gst::Ref<GstBuffer>& accessUnit, std::chrono::nanoseconds time);
    /// No frame comes any more: what has been gathered becomes the last fragment.
    void finish();
    /// The next piece of the file: first its beginning, then the fragments; nothing when there is
    /// none yet.
    std::optional<Bytes> next() { return pieces_.next(); }

  private:
    void fetch();

    gst::Ref<GstElement> muxer_;
    gst::Ref<GstElement> out_;
    gst::Pipeline pipeline_;
    std::optional<PushPad> pad_; // always, once it is made
    Mp4Pieces pieces_;
    std::chrono::nanoseconds last_{0};
};

} // namespace vitrine::recording
