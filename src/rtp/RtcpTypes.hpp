// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <cstdint>

namespace vitrine::rtp {

/// RTCP packet types (IANA, RTP parameters).
enum PacketType : std::uint8_t {
    kSenderReport = 200,
    kReceiverReport = 201,
    kSourceDescription = 202,
    kGoodbye = 203,
    kTransportFeedback = 205,
    kPayloadFeedback = 206,
    kExtendedReport = 207
};

} // namespace vitrine::rtp
