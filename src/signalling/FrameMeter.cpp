// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "signalling/FrameMeter.hpp"

#include <algorithm>
#include <limits>

namespace vitrine::signalling {
namespace {

constexpr std::uint8_t kFin = 0x80;
constexpr std::uint8_t kOpcode = 0x0F;
constexpr std::uint8_t kControl = 0x08;
constexpr std::uint8_t kPing = 0x09;
constexpr std::uint8_t kPong = 0x0A;
constexpr std::uint8_t kMasked = 0x80;
constexpr std::uint8_t kLength = 0x7F;
constexpr std::uint8_t kLengthIn16 = 126;
constexpr std::uint8_t kLengthIn64 = 127;
constexpr std::size_t kShortHeader = 2;
constexpr std::uint64_t kMaskBytes = 4;
constexpr std::uint64_t kMostInControl = 125; // RFC 6455, section 5.5
constexpr auto kBeyondAll = std::numeric_limits<std::uint64_t>::max();

// Lengths come from strangers: a sum stays at the top instead of beginning anew.
std::uint64_t sum(std::uint64_t a, std::uint64_t b) {
    return b > kBeyondAll - a ? kBeyondAll : a + b;
}

} // namespace

void FrameMeter::see(std::string_view bytes) noexcept {
    while (!bytes.empty()) {
        if (rest_ > 0) {
            const auto skipped = std::min<std::uint64_t>(rest_, bytes.size());
            bytes.remove_prefix(static_cast<std::size_t>(skipped));
            rest_ -= skipped;
            continue;
        }
        header_.at(seen_++) = static_cast<std::uint8_t>(bytes.front());
        bytes.remove_prefix(1);
        if (seen_ == headerBytes()) {
            begin();
            seen_ = 0;
        }
    }
}

std::size_t FrameMeter::headerBytes() const noexcept {
    if (seen_ < kShortHeader)
        return kShortHeader;
    switch (header_[1] & kLength) {
    case kLengthIn16:
        return kShortHeader + 2;
    case kLengthIn64:
        return kShortHeader + 8;
    default:
        return kShortHeader;
    }
}

void FrameMeter::begin() noexcept {
    std::uint64_t length = header_[1] & kLength;
    if (length >= kLengthIn16) {
        length = 0;
        for (auto i = kShortHeader; i < seen_; ++i)
            length = length << 8U | header_[i];
    }
    rest_ = sum(length, (header_[1] & kMasked) != 0 ? kMaskBytes : 0);
    const auto opcode = header_[0] & kOpcode;
    if ((opcode & kControl) != 0) { // may stand between the frames of a message
        pings_ += opcode == kPing ? 1 : 0;
        pongs_ += opcode == kPong ? 1 : 0;
        longest_ = std::max(longest_, length > kMostInControl ? kBeyondAll : length);
        return;
    }
    message_ = sum(message_, length);
    longest_ = std::max(longest_, message_);
    if ((header_[0] & kFin) != 0) {
        message_ = 0;
        ++messages_;
    }
}

} // namespace vitrine::signalling
