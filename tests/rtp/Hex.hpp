// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "support/RtpBytes.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace vitrine::test {

/// The bytes that an RFC prints in hexadecimal; blanks do not count.
inline Bytes hex(std::string_view text) {
    Bytes bytes;
    std::string digits;
    for (const char c : text) {
        if (c != ' ')
            digits += c;
        if (digits.size() == 2) {
            bytes.push_back(static_cast<std::uint8_t>(std::stoul(digits, nullptr, 16)));
            digits.clear();
        }
    }
    return bytes;
}

template <std::size_t Size>
std::array<std::uint8_t, Size> hexArray(std::string_view text) {
    std::array<std::uint8_t, Size> array{};
    const auto bytes = hex(text);
    std::copy_n(bytes.begin(), std::min(Size, bytes.size()), array.begin());
    return array;
}

} // namespace vitrine::test
