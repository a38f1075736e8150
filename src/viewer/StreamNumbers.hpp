// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "camera/RtpStream.hpp"
#include "gst/Ref.hpp"

#include <gst/gst.h>

#include <cstdint>
#include <optional>
#include <string>

namespace vitrine::viewer {

/// What a viewer's stream is numbered with: as every camera's packets are, unless the viewer
/// offers, who says then what it wants. Thread: a plain value.
struct StreamNumbers {
    std::uint8_t payloadType = camera::kPayloadType;
    /// The identifiers of the header extensions; without one the viewer does not take it.
    std::optional<std::uint8_t> playoutDelayId = camera::kPlayoutDelayId;
    std::optional<std::uint8_t> captureTimeId = camera::kCaptureTimeId;
    bool operator==(const StreamNumbers&) const = default;
};

/// An offer that a viewer made, as the signalling room has written it anew for webrtcbin: one
/// video, in the words of the camera's caps, with these numbers.
struct RemoteOffer {
    std::string sdp;
    StreamNumbers numbers;
};

/// A camera's RTP caps with a viewer's numbers. Thread: pure.
gst::Ref<GstCaps> numberedCaps(const gst::Ref<GstCaps>& caps, const StreamNumbers& numbers);

} // namespace vitrine::viewer
