// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "camera/WireUnit.hpp"

#include <array>
#include <span>

namespace vitrine::camera {
namespace {

constexpr std::array<std::uint8_t, 4> kStartCode{0, 0, 0, 1};
constexpr std::uint8_t kTypeMask = 0x1F;
constexpr std::uint8_t kMostSingle = 23; // RFC 6184, section 5.2
constexpr std::uint8_t kFragment = 28;   // FU-A: section 5.8
constexpr std::uint8_t kStart = 0x80;
constexpr std::uint8_t kEnd = 0x40;

bool isUnitType(unsigned type) {
    return type >= 1 && type <= kMostSingle;
}

/// Puts the units together; add() is false at the first payload that is none.
class Units {
  public:
    bool add(std::span<const std::uint8_t> payload) {
        if (payload.size() < 2)
            return false;
        const auto type = static_cast<std::uint8_t>(payload[0] & kTypeMask);
        if (type == kFragment)
            return addFragment(payload);
        if (open_ || !isUnitType(type))
            return false;
        begin(payload[0]);
        append(payload.subspan(1));
        return true;
    }
    bool whole() const noexcept { return !open_; }
    std::vector<std::uint8_t> take() { return std::move(bytes_); }

  private:
    bool addFragment(std::span<const std::uint8_t> payload) {
        const bool starts = (payload[1] & kStart) != 0;
        const auto header =
            static_cast<std::uint8_t>((payload[0] & ~kTypeMask) | (payload[1] & kTypeMask));
        if (starts == open_ || (open_ && header != header_) || !isUnitType(header & kTypeMask))
            return false;
        if (starts)
            begin(header);
        header_ = header;
        append(payload.subspan(2));
        open_ = (payload[1] & kEnd) == 0;
        return true;
    }
    void begin(std::uint8_t header) {
        bytes_.insert(bytes_.end(), kStartCode.begin(), kStartCode.end());
        bytes_.push_back(header);
    }
    void append(std::span<const std::uint8_t> more) {
        bytes_.insert(bytes_.end(), more.begin(), more.end());
    }

    std::vector<std::uint8_t> bytes_;
    bool open_ = false; // within a unit in fragments
    std::uint8_t header_ = 0;
};

} // namespace

std::vector<std::uint8_t> accessUnit(const rtp::WireFrame& frame) {
    Units units;
    for (const auto& packet : frame.packets())
        if (!units.add(frame.payload(packet)))
            return {};
    return units.whole() ? units.take() : std::vector<std::uint8_t>{};
}

} // namespace vitrine::camera
