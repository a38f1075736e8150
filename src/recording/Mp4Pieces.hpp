// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace vitrine::recording {

using Bytes = std::vector<std::uint8_t>;

/// Cuts the bytes of a fragmented MP4 (ISO/IEC 14496-12) into what is of use as a whole: the
/// beginning, up to the end of `moov`, and then each fragment, `moof` with its `mdat`.
///
/// Owner: FilmMuxer. Thread: one at a time; pure.
class Mp4Pieces {
  public:
    void add(std::span<const std::uint8_t> bytes);
    /// The next piece; nothing while it is not whole.
    std::optional<Bytes> next();

  private:
    Bytes bytes_;
    std::size_t whole_ = 0; // boxes of the next piece, as far as they are there
};

} // namespace vitrine::recording
