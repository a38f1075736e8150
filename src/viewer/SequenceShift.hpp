// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gst/Ref.hpp"
#include "viewer/StreamNumbers.hpp"

#include <cstdint>
#include <optional>

namespace vitrine::viewer {

/// Closes the hole that frames which were not sent leave in a viewer's RTP sequence numbers, so
/// that the receiver has nothing to ask for again; and writes the playout delay and the numbers a
/// viewer has of its own.
///
/// As long as there is none of these the shared packets go out as they are; afterwards each packet
/// gets a header of its own and keeps sharing its payload.
///
/// The list itself is always the viewer's own: appsrc looks at a list after it has given it away
/// (gst_app_src_create() in 1.22 and later), which is a use after free when the list is shared. It
/// would be copied there anyway, to be writable.
///
/// Owner: a sender. Thread: its streaming thread.
class SequenceShift {
  public:
    explicit SequenceShift(const StreamNumbers& numbers = {})
        : numbers_(numbers) {}

    /// The frame's packets are not sent.
    void leaveOut(GstBufferList* packets) noexcept;

    /// What the playout-delay extension says from now on, packed as on the wire.
    void setPlayoutDelay(std::uint32_t packed) noexcept { playoutDelay_ = packed; }

    /// The packets as this viewer has to see them, in a list that nobody else holds.
    gst::Ref<GstBufferList> apply(const gst::Ref<GstBufferList>& packets) const;

  private:
    void renumber(GstRTPBuffer& packet) const noexcept;

    StreamNumbers numbers_;
    std::optional<std::uint32_t> playoutDelay_;
    std::uint16_t leftOut_ = 0; // modulo 2^16, as sequence numbers are
};

} // namespace vitrine::viewer
