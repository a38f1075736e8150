// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "worker/Message.hpp"
#include <gst/gst.h>

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

namespace vitrine::test {

/// Writes a frame of these payloads as a worker would, and gives the message that tells of it.
inline worker::Frame writeFrame(std::span<std::uint8_t> memory, std::uint16_t slot,
                                std::uint32_t offset,
                                const std::vector<std::vector<std::uint8_t>>& payloads) {
    auto at = memory.begin() + offset;
    for (const auto& payload : payloads) {
        *at++ = static_cast<std::uint8_t>(payload.size() >> 8U);
        *at++ = static_cast<std::uint8_t>(payload.size());
    }
    for (const auto& payload : payloads)
        at = std::copy(payload.begin(), payload.end(), at);
    worker::Frame frame;
    frame.slot = slot;
    frame.packets = static_cast<std::uint16_t>(payloads.size());
    frame.offset = offset;
    frame.bytes = static_cast<std::uint32_t>(at - memory.begin()) - offset;
    return frame;
}

/// The bytes of a GstMemory, where they are.
class MappedMemory {
  public:
    explicit MappedMemory(GstMemory* memory)
        : memory_(memory) {
        gst_memory_map(memory_, &map_, GST_MAP_READ);
    }
    ~MappedMemory() { gst_memory_unmap(memory_, &map_); }
    MappedMemory(const MappedMemory&) = delete;
    MappedMemory& operator=(const MappedMemory&) = delete;

    std::span<const std::uint8_t> bytes() const noexcept { return {map_.data, map_.size}; }

  private:
    GstMemory* memory_;
    GstMapInfo map_{};
};

} // namespace vitrine::test
