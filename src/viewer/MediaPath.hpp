// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "rtp/DatagramBatch.hpp"

#include <cstddef>
#include <cstdint>
#include <span>

namespace vitrine::viewer {

/// The way datagrams take to one viewer, as ICE found it.
///
/// Owner: an ExpressSender. Thread: one at a time; send() must not block.
class MediaPath {
  public:
    enum class End : std::uint8_t {
        Complete,
        WouldBlock, ///< no room at the moment; what was not sent is known not to have been
        Broken      ///< an error after which it is not known what was sent
    };
    /// How far it came: the first `sent` datagrams went out.
    struct Outcome {
        std::size_t sent = 0;
        End end = End::Complete;
    };

    virtual ~MediaPath() = default;

    /// Sends them in this order, as far as that is possible at once; the first `from` have gone.
    virtual Outcome send(const rtp::DatagramBatch& batch, std::size_t from) = 0;

    /// The descriptor on which to wait for room; negative where there is none.
    virtual int descriptor() const noexcept { return -1; }
};

} // namespace vitrine::viewer
