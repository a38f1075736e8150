// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gst/Ref.hpp"

#include <gst/rtp/rtp.h>

#include <cstddef>

namespace vitrine::gst {

/// The URI under which the extension is negotiated.
inline constexpr const char* kCaptureTimeUri =
    "http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time";

/// The extension's value: an NTP timestamp of 64 bits.
inline constexpr std::size_t kCaptureTimeBytes = 8;

/// The RTP header extension "abs-capture-time" for a payloader's add-extension: room for the wall
/// clock at the frame's capture (webrtc.googlesource.com,
/// docs/native-code/rtp-hdrext/abs-capture-time), on every packet of key frames. When a frame was
/// captured is known behind the payloader: until it is written there the value is zero.
///
/// `id` is the extension's identifier in the SDP, 1 to 14.
Ref<GstRTPHeaderExtension> makeCaptureTime(guint id);

} // namespace vitrine::gst
