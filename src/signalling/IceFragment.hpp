// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "util/Result.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What a stranger trickles over HTTP. Thread: pure.
namespace vitrine::signalling {

/// The body of application/trickle-ice-sdpfrag (RFC 8840, section 9), as far as it is about one
/// transport.
struct IceFragment {
    std::optional<std::string> ufrag;
    std::optional<std::string> password;
    /// Checked and written anew; those of no use are left out.
    std::vector<std::string> candidates;
    /// Of those the ones behind mDNS names, as they came, where nothing stands for them.
    std::vector<std::string> hidden;
    /// There are no more.
    bool end = false;
};

/// Reads it for the m-lines with these mids; what is said under another mid is checked and left
/// out. An m-line without a=mid is taken for one of them, as there is but one transport. `seenAt`
/// is an IP address that stands for those hidden behind mDNS names; empty: they are left out.
///
/// Error codes: "bad-sdp", "bad-candidate".
util::Result<IceFragment> readFragment(std::string_view text, std::span<const std::string> mids,
                                       std::string_view seenAt);

} // namespace vitrine::signalling
