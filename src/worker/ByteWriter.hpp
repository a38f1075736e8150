// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace vitrine::worker {

/// Puts a message together, as ByteReader takes it apart.
///
/// Owner: whoever writes a message. Thread: one at a time.
class ByteWriter {
  public:
    ByteWriter& number(std::size_t size, std::uint64_t value);
    ByteWriter& flag(bool value) { return number(1, value ? 1 : 0); }
    /// The text as it is; one that is longer than its length can say is cut there.
    ByteWriter& text(std::string_view value);
    /// Words for people, which may come from anywhere: cut to `most` bytes and made UTF-8 without
    /// control characters.
    ByteWriter& words(const std::string& value, std::size_t most);

    std::vector<std::uint8_t> take() { return std::move(bytes_); }

  private:
    std::vector<std::uint8_t> bytes_;
};

} // namespace vitrine::worker
