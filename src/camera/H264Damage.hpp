// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <cstdint>
#include <span>

namespace vitrine::camera {

/// Whether bytes that should be H.264 in NAL units with start codes (ITU-T H.264, annex B) are
/// none, or hold a unit that cannot be one: empty, without a payload, with the forbidden bit, or
/// an end of sequence or of stream with bytes behind it. So is the second picture of a stereo
/// stream (annex H). GStreamer's h264parse crashes on some of these, and no browser shows any.
/// Thread: pure.
bool isDamaged(std::span<const std::uint8_t> bytes) noexcept;

} // namespace vitrine::camera
