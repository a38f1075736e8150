// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "camera/RtpStream.hpp"
#include "signalling/SdpCheck.hpp"

namespace vitrine::signalling {

/// What an answer to an offer of ours must keep to. Thread: pure.
inline OfferedVideo ourOffer() {
    // What webrtcbin calls the first video of its offers (gstwebrtcbin.c).
    return {"video0", {camera::kPayloadType}};
}

} // namespace vitrine::signalling
