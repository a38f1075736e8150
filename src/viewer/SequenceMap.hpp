// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <cstdint>
#include <deque>
#include <optional>

namespace vitrine::viewer {

/// Which of the camera's packets a viewer's sequence number stands for: the viewer's numbers have
/// no holes, so that each frame left out moves the two apart.
///
/// Owner: a sender. Thread: one at a time.
class SequenceMap {
  public:
    /// Shifts kept: a receiver asks for nothing older than the history of packets holds.
    static constexpr std::size_t kMostShifts = 64;

    /// From the viewer's packet `own` on, numbers follow the camera's from `camera` on.
    void follow(std::uint64_t own, std::uint64_t camera);

    /// The camera's number of the viewer's packet; nothing for one before the oldest shift kept.
    std::optional<std::uint64_t> cameraOf(std::uint64_t own) const noexcept;

  private:
    struct Shift {
        std::uint64_t own;
        std::uint64_t camera;
    };
    std::deque<Shift> shifts_;
    /// How far the camera's numbers are ahead since the last shift: with each frame it is asked
    /// whether that has changed, and the shift itself lies in memory that nobody else touches.
    std::uint64_t ahead_ = 0;
};

/// The full index that the low 16 bits stand for, nearest to and below `next`, the index of the
/// next packet to be sent; nothing when it would lie before the first (RFC 3711, section 3.3.1,
/// seen from the sender). Thread: pure.
std::optional<std::uint64_t> extendBelow(std::uint64_t next, std::uint16_t low) noexcept;

} // namespace vitrine::viewer
