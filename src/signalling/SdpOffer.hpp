// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "signalling/SdpLevel.hpp"
#include "util/Result.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// A stranger's SDP offer of any number of m-lines, as values. Thread: pure.
namespace vitrine::signalling {

inline constexpr std::size_t kMaxOfferedMedia = 32;

/// One m-line and what is said about it, there or at the session's level.
struct OfferedMedia {
    std::string kind; ///< "video", "audio", "application", …
    std::string protocol;
    /// Payload types of audio and video, in order of preference; whatever else there may be.
    std::vector<std::string> formats;
    /// Port 0 without a=bundle-only: it is there for the order of m-lines alone.
    bool disabled = false;
    SdpLevel level;
};

struct SdpOffer {
    std::vector<OfferedMedia> media;
    /// The mids of each BUNDLE group.
    std::vector<std::vector<std::string>> bundles;

    /// The place of the m-line with this mid.
    std::optional<std::size_t> find(std::string_view mid) const;
    /// The BUNDLE group that the m-line at this place is in; null when it is in none.
    const std::vector<std::string>* bundleOf(std::size_t place) const;
};

/// Reads an offer. All that is said of videos is read strictly; of other m-lines, which are never
/// accepted, only what concerns the transport they may share.
///
/// Error code "bad-sdp"; the text names the line and what would be right.
util::Result<SdpOffer> readOffer(std::string_view sdp);

} // namespace vitrine::signalling
