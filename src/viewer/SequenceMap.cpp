// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "viewer/SequenceMap.hpp"

namespace vitrine::viewer {

void SequenceMap::follow(std::uint64_t own, std::uint64_t camera) {
    // Unsigned differences: equal when the shift stays as it is, whichever number is larger.
    if (!shifts_.empty() && camera - own == ahead_)
        return;
    ahead_ = camera - own;
    shifts_.push_back({own, camera});
    if (shifts_.size() > kMostShifts)
        shifts_.pop_front();
}

std::optional<std::uint64_t> SequenceMap::cameraOf(std::uint64_t own) const noexcept {
    for (auto shift = shifts_.rbegin(); shift != shifts_.rend(); ++shift)
        if (shift->own <= own)
            return shift->camera + (own - shift->own);
    return std::nullopt;
}

std::optional<std::uint64_t> extendBelow(std::uint64_t next, std::uint16_t low) noexcept {
    const auto back = static_cast<std::uint16_t>(static_cast<std::uint16_t>(next) - low);
    const std::uint64_t distance = back == 0 ? std::uint64_t{1} << 16U : back;
    if (distance > next)
        return std::nullopt;
    return next - distance;
}

} // namespace vitrine::viewer
