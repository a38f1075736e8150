// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <string>
#include <string_view>

namespace vitrine::util {

/// The text with the user part of every URL in it (scheme://user:password@host) replaced by ***.
///
/// Thread: pure.
std::string redactUrls(std::string_view text);

/// The text with what follows the names of secrets in GStreamer's and its plugins' messages
/// replaced by ***: credentials of RTSP and HTTP, passwords of ICE and TURN, keys of SRTP.
///
/// Thread: pure.
std::string redactSecrets(std::string_view text);

} // namespace vitrine::util
