// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gst/Ref.hpp"

#include <cstdint>
#include <string>

/// What a camera's stream looks like in an offer. Thread: pure.
namespace vitrine::camera {

/// The caps a viewer is offered: the payloader's without what changes from run to run.
gst::Ref<GstCaps> offeredCaps(const GstCaps* payloaded);

/// The same of a stream that another process payloads, from its profile and level (RFC 6184,
/// section 8.1: profile_idc, the constraints and level_idc).
gst::Ref<GstCaps> offeredCaps(std::uint32_t profileLevelId, std::uint32_t ssrc);

/// The stream's profile-level-id (RFC 6184, section 8.1), from the caps offered.
std::string profileLevelId(const GstCaps* caps);

/// Whether who accepted the first offer can go on with a stream of the second in the same
/// connection: everything is the same but for the H.264 level, which grows with the size of the
/// picture and which browsers' decoders read in the stream, not in the offer.
bool sameOffer(const GstCaps* first, const GstCaps* second);

} // namespace vitrine::camera
