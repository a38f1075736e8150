// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <string>
#include <vector>

/// What a WHIP server is sent, made of webrtcbin's offer. Thread: pure.
namespace vitrine::publish {

/// The offer with our candidates ("candidate:…") in its one m-line; `complete` says that there are
/// no more (RFC 8840, section 8.2).
std::string offerWith(const std::string& sdp, const std::vector<std::string>& candidates,
                      bool complete);

/// The candidates that come after it, as the body of a PATCH (application/trickle-ice-sdpfrag,
/// RFC 8840, section 9).
std::string fragmentOf(const std::string& sdp, const std::vector<std::string>& candidates,
                       bool complete);

} // namespace vitrine::publish
