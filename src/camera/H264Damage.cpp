// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "camera/H264Damage.hpp"

#include <cstring>

namespace vitrine::camera {
namespace {

constexpr std::size_t kStartCodeBytes = 3; // 0, 0, 1
constexpr std::uint8_t kForbiddenBit = 0x80;
constexpr std::uint8_t kTypeMask = 0x1F;
constexpr std::uint8_t kEndOfSequence = 10; // these two have no payload
constexpr std::uint8_t kEndOfStream = 11;
// h264parse takes an end for one byte and looks for the next start code behind it. Where four bytes
// more hold none, it hands on a frame of no bytes, and GStreamer's base class reads a null pointer.
constexpr std::size_t kEndBytes = 4;
// What describes the second picture of a stereo stream (annex H). Where it breaks off, GStreamer's
// parser follows a null pointer as it cleans up; no browser shows such a stream.
constexpr std::uint8_t kSubsetParameters = 15;
constexpr std::uint8_t kMultiviewHigh = 118; // the two profiles that have it
constexpr std::uint8_t kStereoHigh = 128;

// Where the next start code begins, or the end.
std::size_t nextStartCode(std::span<const std::uint8_t> bytes, std::size_t from) noexcept {
    while (from + kStartCodeBytes <= bytes.size()) {
        const auto* one = static_cast<const std::uint8_t*>(
            std::memchr(&bytes[from + 2], 1, bytes.size() - from - 2));
        if (!one)
            break;
        const auto at = static_cast<std::size_t>(one - bytes.data());
        if (bytes[at - 1] == 0 && bytes[at - 2] == 0)
            return at - 2;
        from = at - 1;
    }
    return bytes.size();
}

bool isUnit(std::span<const std::uint8_t> unit) noexcept {
    const auto whole = unit.size();
    // Zeros behind a unit belong to the next start code.
    while (!unit.empty() && unit.back() == 0)
        unit = unit.first(unit.size() - 1);
    if (unit.empty() || (unit[0] & kForbiddenBit) != 0)
        return false;
    const auto type = unit[0] & kTypeMask;
    if (type == kEndOfSequence || type == kEndOfStream)
        return unit.size() == 1 && whole <= kEndBytes;
    if (unit.size() < 2)
        return false;
    return type != kSubsetParameters || (unit[1] != kMultiviewHigh && unit[1] != kStereoHigh);
}

} // namespace

bool isDamaged(std::span<const std::uint8_t> bytes) noexcept {
    auto start = nextStartCode(bytes, 0);
    if (start == bytes.size())
        return true;
    while (start < bytes.size()) {
        const auto begin = start + kStartCodeBytes;
        start = nextStartCode(bytes, begin);
        if (!isUnit(bytes.subspan(begin, start - begin)))
            return true;
    }
    return false;
}

} // namespace vitrine::camera
