// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "signalling/SdpLevel.hpp"
#include "util/Result.hpp"

#include <string>
#include <string_view>
#include <vector>

/// The one video of a stranger's SDP: read from an answer, and written for webrtcbin.
/// Thread: pure.
namespace vitrine::signalling {

/// An m-line for video and what is said about it, there or at the session's level.
struct SdpMedia {
    /// Payload types in order of preference, each once.
    std::vector<unsigned> formats;
    SdpLevel level;
};

/// Reads an SDP that must have exactly one m-line, video over DTLS-SRTP, and not refused.
///
/// Error codes: "bad-sdp"; "cannot-play" when the m-line is refused (port 0, RFC 3264 section 6).
util::Result<SdpMedia> readVideoAnswer(std::string_view sdp);

/// Writes an SDP of this video alone, CRLF at each line's end. Needs mid, ufrag, password and setup
/// to be there. The direction becomes recvonly: we only send, so that a browser's sendrecv says no
/// more than that.
std::string writeVideo(const SdpMedia& media, const Fingerprint& fingerprint);

} // namespace vitrine::signalling
