// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "rtp/Feedback.hpp"

namespace vitrine::rtp {

/// Counts what a transport-wide feedback message says arrived and what did not; `body` begins at
/// its base sequence number. Nothing when it is malformed. Thread: pure.
std::optional<TransportFeedback> parseTransportFeedback(std::span<const std::uint8_t> body);

} // namespace vitrine::rtp
