// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "rtp/WireFrame.hpp"
#include "util/Result.hpp"

#include <memory>
#include <string>

namespace vitrine::recording {

/// The picture of a key frame as JPEG, decoded on the CPU: it takes milliseconds of the calling
/// thread, which no thread that sends or serves can spare. The error says what is missing or what
/// GStreamer says.
///
/// Thread: any, one call at a time on each; blocks.
util::Result<std::string> jpegOf(const std::shared_ptr<const rtp::WireFrame>& keyFrame);

} // namespace vitrine::recording
