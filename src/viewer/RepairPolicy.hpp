// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gst/gst.h>

#include <array>
#include <cstddef>
#include <cstdint>

namespace vitrine::viewer {

/// Decides how often a packet that a viewer asks for again is sent: not while the last repair may
/// still be on its way, twice where the network has lost packets of late (a lost repair costs a
/// whole round trip more), and never more in all than the stream itself.
///
/// Owner: a sender. Thread: one at a time.
class RepairPolicy {
  public:
    /// Bytes of repairs that may go out at once.
    static constexpr std::size_t kMostBytes = 256U << 10U;

    /// So many bytes of the stream were sent: as many may be spent on repairs.
    void earn(std::size_t bytes) noexcept;
    /// What the viewer's receiver report says.
    void setRoundTrip(GstClockTime time) noexcept { roundTrip_ = time; }
    /// A packet was lost, as the viewer reports.
    void noteLoss(GstClockTime now) noexcept { lastLoss_ = now; }

    /// How often to send the packet `own` of this size now: 0, 1 or 2. Pays for it.
    unsigned copies(std::uint64_t own, std::size_t bytes, GstClockTime now) noexcept;

  private:
    struct Repair {
        std::uint64_t own = 0;
        GstClockTime at = GST_CLOCK_TIME_NONE;
    };

    bool underWay(std::uint64_t own, GstClockTime now) const noexcept;
    bool isLossy(GstClockTime now) const noexcept;

    std::size_t bytes_ = kMostBytes;
    GstClockTime roundTrip_ = 0;
    GstClockTime lastLoss_ = GST_CLOCK_TIME_NONE;
    std::array<Repair, 256> last_{}; // by the low bits of the packet's number
};

} // namespace vitrine::viewer
