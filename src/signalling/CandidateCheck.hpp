// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "util/Result.hpp"

#include <string>
#include <string_view>

/// Checks a stranger's ICE candidates before libnice sees them. Thread: pure.
namespace vitrine::signalling {

/// Longer candidates are refused.
inline constexpr std::size_t kMaxCandidateBytes = 512;

/// A candidate, checked, and what is to become of it.
struct CheckedCandidate {
    enum class Use {
        Add,    ///< hand `text` to webrtcbin
        Ignore, ///< well-formed, of no use here; `reason` says why
        End,    ///< there are no more
    };
    Use use = Use::Ignore;
    /// "candidate:…" as written anew from the checked parts; only for Add.
    std::string text;
    std::string reason;
    /// It is well-formed, and its address an mDNS name.
    bool hidden = false;
};

/// Reads a candidate of RFC 8839, section 5.1 ("candidate:foundation component transport priority
/// address port typ …"), with or without "a=" before it. Empty text and "end-of-candidates" mean
/// the end.
///
/// Ignored are mDNS names ("….local", which must not reach GStreamer: it resolves them on the wrong
/// loop) unless `seenAt` is an IP address to put in their place, any component but the first (RTCP
/// shares its port), transports other than UDP and TCP, and addresses and ports nobody can be
/// reached at. Never Add for text that webrtcbin would not recognise: it takes such text for the
/// end of all candidates.
///
/// Error code: "bad-candidate"; the text names the part and what would be right.
util::Result<CheckedCandidate> checkCandidate(std::string_view text, std::string_view seenAt = {});

} // namespace vitrine::signalling
