// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gst/PlayoutDelay.hpp"
#include "gst/Ref.hpp"
#include "worker/SlotLedger.hpp"

#include <cstdint>
#include <vector>

namespace vitrine::camera {

/// The RTP packets of a frame that a camera's own process has cut up, as Payloader would give them:
/// one for each payload, with the header extensions, those of a key frame with room for the capture
/// time, and with the marker bit on the last. FrameAssembler numbers them.
///
/// Each has a header of its own in memory of its own, of which nothing comes from the other
/// process; its payload stays where that has written it. Thread: pure.
std::vector<gst::Ref<GstBuffer>> lentPackets(const worker::Loan& loan, std::uint32_t ssrc,
                                             gst::PlayoutDelayRange delay, bool key);

} // namespace vitrine::camera
