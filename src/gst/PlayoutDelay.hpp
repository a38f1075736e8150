// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gst/Ref.hpp"

#include <gst/rtp/rtp.h>

#include <cstdint>

namespace vitrine::gst {

/// How long a receiver may hold a frame back before it shows it, both in milliseconds.
struct PlayoutDelayRange {
    std::uint32_t minimum = 0;
    std::uint32_t maximum = 0;
    bool operator==(const PlayoutDelayRange&) const = default;
};

/// The URI under which the extension is negotiated.
inline constexpr const char* kPlayoutDelayUri =
    "http://www.webrtc.org/experiments/rtp-hdrext/playout-delay";

/// The RTP header extension "playout-delay" for a payloader's add-extension: on every packet, three
/// bytes, 12 bits each for minimum and maximum in steps of 10 ms
/// (webrtc.googlesource.com, docs/native-code/rtp-hdrext/playout-delay). With 0/0 Chromium renders
/// a frame as soon as it is decoded; nothing else makes it do so.
///
/// `id` is the extension's identifier in the SDP, 1 to 14.
Ref<GstRTPHeaderExtension> makePlayoutDelay(guint id, PlayoutDelayRange range);

/// Another range for an extension that makePlayoutDelay() made, from the next packet on.
///
/// Thread: thread-safe.
void setPlayoutDelay(GstRTPHeaderExtension* extension, PlayoutDelayRange range);

/// The range packed as on the wire: min << 12 | max, each in steps of 10 ms, cut to 40 950 ms.
std::uint32_t packPlayoutDelay(PlayoutDelayRange range) noexcept;

} // namespace vitrine::gst
