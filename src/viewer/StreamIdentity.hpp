// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace vitrine::viewer {

/// What offer and answer made of a viewer's one video stream. Thread: a plain value.
struct StreamIdentity {
    std::uint8_t payloadType = 0;
    std::uint32_t ssrc = 0;
    /// The stream that lost packets are sent again in (RFC 4588); without it they go out as they
    /// were.
    struct Retransmission {
        std::uint8_t payloadType = 0;
        std::uint32_t ssrc = 0;
        bool operator==(const Retransmission&) const = default;
    };
    std::optional<Retransmission> retransmission;
    /// The identifier of the playout-delay header extension, when the viewer takes it.
    std::optional<std::uint8_t> playoutDelayId;
    /// The same of the capture time's.
    std::optional<std::uint8_t> captureTimeId;
    /// RTCP's canonical name (RFC 3550, section 6.5.1).
    std::string cname;
};

/// Reads it from the descriptions; nothing when they do not agree on a video of this payload type.
/// `ours` is webrtcbin's own, `theirs` has passed the signalling room's checks; either may be the
/// offer. Thread: pure.
std::optional<StreamIdentity> agreedStream(const std::string& ours, const std::string& theirs,
                                           std::uint8_t payloadType);

} // namespace vitrine::viewer
