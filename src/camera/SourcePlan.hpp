// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "camera/Modes.hpp"
#include "config/Config.hpp"
#include "config/Source.hpp"
#include "gst/Ref.hpp"

#include <optional>
#include <string>
#include <string_view>

/// From a camera's configuration to gst-launch descriptions. Thread: pure.
namespace vitrine::camera {

/// The beginning of a source, up to where it is known what it gives.
struct SourcePlan {
    /// gst-launch text; it never holds a URL or a path, which would want quoting and may hold
    /// passwords.
    std::string head;
    /// What the element "origin" in the head reads (a URL or a path), and the property that takes
    /// it; empty when there is nothing to set.
    std::string originProperty;
    std::string origin;
    /// The error when the stream ends, although it should not.
    std::string ended;
};

/// The head of every scheme but `pipeline:`, whose head is the fragment itself. Capture devices
/// need the mode that was chosen for them.
SourcePlan planSource(const config::SourceUrl& url, const config::Camera& camera,
                      const std::optional<Mode>& mode = {});

/// The element that captures from a device, without a mode: to ask it what it can do. Only for
/// `v4l2:` and `libcamera:`.
SourcePlan planDevice(const config::SourceUrl& url);

/// The elements that turn RTP of this encoding ("H264") into frames, one a buffer, without waiting
/// for the next frame to know where one ends. Nothing when the encoding is not known here.
std::optional<std::string> depayDescription(std::string_view encodingName);

/// The elements that bring encoded video into the form that the decision about it and decoders
/// need; empty when it is that already.
std::string parseDescription(const GstCaps* caps);

/// The elements from video in `caps` to H.264. `decoder` is empty for raw video.
std::string transcodeDescription(const GstCaps* caps, const std::string& decoder,
                                 const std::string& encoder);

/// A `pipeline:` fragment that may end in caps, as one would write it, which gst-launch itself does
/// not take.
std::string closeFragment(std::string_view fragment);

/// Whether the caps are of raw video in system memory or elsewhere.
bool isRaw(const GstCaps* caps);
bool isH264(const GstCaps* caps);

/// Whether they say H.264 with start codes, whole NAL units or access units a buffer.
bool isFramedByteStream(const GstCaps* caps);

/// The paced end of a head that is not live: lets each frame out at its time.
inline constexpr const char* kPacer = "clocksync name=pacer sync-to-first=true";

} // namespace vitrine::camera
