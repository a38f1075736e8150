// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "rtp/WireFrame.hpp"

#include <cstdint>
#include <vector>

namespace vitrine::camera {

/// The access unit in a frame's RTP payloads (RFC 6184), as NAL units with start codes (ITU-T
/// H.264, annex B), as a depayloader makes it of them. Empty where they are not what our payloader
/// makes: single NAL units and whole ones in fragments (FU-A), one after the other.
///
/// Thread: pure.
std::vector<std::uint8_t> accessUnit(const rtp::WireFrame& frame);

} // namespace vitrine::camera
