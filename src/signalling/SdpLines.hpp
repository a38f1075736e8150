// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "util/Result.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// SDP text to lines, within limits. Thread: pure.
namespace vitrine::signalling {

inline constexpr std::size_t kMaxSdpBytes = 64UL * 1024;
inline constexpr std::size_t kMaxSdpLines = 500;
inline constexpr std::size_t kMaxSdpLineBytes = 2048;
/// Payload types of one m-line.
inline constexpr std::size_t kMaxFormats = 64;

/// One line "x=value" of an SDP (RFC 8866, section 5).
struct SdpLine {
    char type = 0;
    std::string_view value;
    /// Counted from 1, for errors.
    std::size_t number = 0;
};

/// What is wrong with a line of an SDP, as a sentence's end: "has the port …; it must be …".
///
/// Error code "bad-sdp".
util::Error badLine(std::size_t number, const std::string& message);

/// Splits an SDP at CRLF or LF; blank lines are left out. The lines refer to `sdp`.
///
/// Error code "bad-sdp": too long, too many lines, a line too long, not UTF-8, control characters,
/// a line that is not "x=value", or a first line that is not "v=0".
util::Result<std::vector<SdpLine>> splitSdp(std::string_view sdp);

/// The same of a part of an SDP (RFC 8840, section 9), which begins with any line.
util::Result<std::vector<SdpLine>> splitSdpFragment(std::string_view sdp);

} // namespace vitrine::signalling
