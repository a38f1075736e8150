// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "util/Result.hpp"

#include <string>
#include <string_view>

namespace vitrine::config {

/// A camera's `source`, taken apart: where its picture comes from.
///
/// Thread: a plain value. `target` may hold a password: it goes to no log and no client unredacted.
struct SourceUrl {
    enum class Scheme { Test, V4l2, Libcamera, Rtsp, File, Pipeline };

    Scheme scheme = Scheme::Test;
    /// The device path, camera id (may be empty: the first camera), rtsp:// or rtsps:// URL
    /// without its fragment, absolute file path, or gst-launch fragment; empty for `test:`.
    std::string target;
    /// `#transport=udp`; RTP goes over the RTSP connection (TCP) otherwise.
    bool rtspOverUdp = false;
    /// `#tls=insecure`: an rtsps:// server's certificate is not checked.
    bool tlsInsecure = false;

    bool operator==(const SourceUrl&) const = default;
};

/// Takes a `source` value apart. The error (code "config") says what is wrong and what is allowed;
/// it never repeats a user name, a password or a path of the value.
///
/// Thread: pure.
util::Result<SourceUrl> parseSource(std::string_view text);

/// What a `source` may be, for messages and documentation.
std::string_view allowedSources() noexcept;

} // namespace vitrine::config
