// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace vitrine::camera {

/// One character as a matrix of dots: seven rows from the top, the leftmost dot in bit `width - 1`.
struct Glyph {
    char character;
    std::uint8_t width;
    std::array<std::uint8_t, 7> rows;
};

inline constexpr unsigned kGlyphRows = 7;

/// The dots of a character (digits, capital letters, what stands between them in a name or a time,
/// and "x"); a blank for any other.
///
/// Thread: pure.
const Glyph& glyphOf(char character) noexcept;

/// The width of a text in dots, with one empty column between characters.
unsigned dotsAcross(std::string_view text) noexcept;

} // namespace vitrine::camera
