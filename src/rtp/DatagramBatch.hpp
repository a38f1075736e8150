// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <cassert>
#include <cstdint>
#include <span>
#include <vector>

namespace vitrine::rtp {

/// The datagrams of one frame for one viewer, gathered one behind the other in memory that is used
/// again for the next viewer.
///
/// Owner: the fan-out of a camera. Thread: one at a time.
class DatagramBatch {
  public:
    struct Datagram {
        std::uint32_t begin;
        std::uint32_t size;
    };

    void clear() noexcept {
        used_ = 0;
        datagrams_.clear();
    }

    /// Room for a datagram of at most this size; valid until the next call.
    std::span<std::uint8_t> open(std::size_t most) {
        if (bytes_.size() < used_ + most)
            bytes_.resize((used_ + most) * 2);
        return std::span(bytes_).subspan(used_, most);
    }
    /// The datagram just opened is complete and has this size.
    void close(std::size_t size) {
        assert(used_ + size <= bytes_.size());
        datagrams_.push_back({static_cast<std::uint32_t>(used_), static_cast<std::uint32_t>(size)});
        used_ += size;
    }

    std::span<const Datagram> datagrams() const noexcept { return datagrams_; }
    std::span<std::uint8_t> bytes(const Datagram& datagram) noexcept {
        return std::span(bytes_).subspan(datagram.begin, datagram.size);
    }
    std::span<const std::uint8_t> bytes(const Datagram& datagram) const noexcept {
        return std::span(bytes_).subspan(datagram.begin, datagram.size);
    }

  private:
    std::vector<std::uint8_t> bytes_;
    std::size_t used_ = 0;
    std::vector<Datagram> datagrams_;
};

} // namespace vitrine::rtp
