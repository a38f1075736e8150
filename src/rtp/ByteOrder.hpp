// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <cstdint>

/// Numbers in network byte order. Thread: pure.
namespace vitrine::rtp {

inline std::uint16_t readU16(const std::uint8_t* at) noexcept {
    return static_cast<std::uint16_t>(at[0] << 8U | at[1]);
}

inline std::uint32_t readU24(const std::uint8_t* at) noexcept {
    return std::uint32_t{at[0]} << 16U | std::uint32_t{at[1]} << 8U | at[2];
}

inline std::uint32_t readU32(const std::uint8_t* at) noexcept {
    return std::uint32_t{readU16(at)} << 16U | readU16(at + 2);
}

inline void writeU16(std::uint8_t* at, std::uint16_t value) noexcept {
    at[0] = static_cast<std::uint8_t>(value >> 8U);
    at[1] = static_cast<std::uint8_t>(value);
}

inline void writeU24(std::uint8_t* at, std::uint32_t value) noexcept {
    at[0] = static_cast<std::uint8_t>(value >> 16U);
    writeU16(at + 1, static_cast<std::uint16_t>(value));
}

inline void writeU32(std::uint8_t* at, std::uint32_t value) noexcept {
    writeU16(at, static_cast<std::uint16_t>(value >> 16U));
    writeU16(at + 2, static_cast<std::uint16_t>(value));
}

inline void writeU64(std::uint8_t* at, std::uint64_t value) noexcept {
    writeU32(at, static_cast<std::uint32_t>(value >> 32U));
    writeU32(at + 4, static_cast<std::uint32_t>(value));
}

} // namespace vitrine::rtp
