// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

/// What both halves of TestPicture reckon with. Thread: pure.
namespace vitrine::camera {

/// The part of a number behind the point, from 0 up to 1.
inline double fraction(double value) {
    return value - std::floor(value);
}

/// A luma or chroma value, kept within studio range (ITU-R BT.601).
inline std::uint8_t toByte(double value) {
    return static_cast<std::uint8_t>(std::clamp(std::lround(value), 16L, 235L));
}

} // namespace vitrine::camera
