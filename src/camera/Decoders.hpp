// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "util/Result.hpp"

#include <gst/gst.h>

#include <functional>
#include <string>
#include <vector>

/// The decoders this program knows for what cameras send, best first, set for low latency.
namespace vitrine::camera {

/// Every gst-launch description that could decode video of these caps, best first: hardware before
/// software. Empty when the codec is not known. Thread: pure.
std::vector<std::string> decoderCandidates(const GstCaps* caps);

/// The first candidate whose elements are all installed. The error names the codec, and the Debian
/// package that brings a decoder for it.
///
/// `exists` tells whether an element is installed; the default asks GStreamer's registry.
/// Thread: thread-safe.
util::Result<std::string> decoderDescription(const GstCaps* caps,
                                             const std::function<bool(const char*)>& exists = {});

} // namespace vitrine::camera
