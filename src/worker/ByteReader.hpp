// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace vitrine::worker {

/// Takes a message apart, number by number. The first fault, a number out of its bounds or bytes
/// that are missing, is kept, and everything after it reads as the least that is allowed: whoever
/// reads asks once, at the end.
///
/// Owner: whoever parses a message. Thread: one at a time.
class ByteReader {
  public:
    explicit ByteReader(std::span<const std::uint8_t> bytes)
        : bytes_(bytes) {}

    /// The next `size` bytes, in network order, as a number from `least` to `most`. `name` is what
    /// a fault calls it.
    std::uint64_t number(std::size_t size, std::uint64_t least, std::uint64_t most,
                         const char* name);
    bool flag(const char* name) { return number(1, 0, 1, name) != 0; }
    /// Two bytes of length and as many of UTF-8 without control characters but tabs.
    std::string text(std::size_t most, const char* name);
    /// The same without tabs, as ByteWriter::words() writes it.
    std::string words(std::size_t most, const char* name);

    /// What was wrong with it, if bytes are left over, too; empty when nothing was.
    std::string fault() const;

  private:
    std::span<const std::uint8_t> take(std::size_t size, const char* name);
    void fail(std::string what);

    std::span<const std::uint8_t> bytes_;
    std::string fault_;
};

} // namespace vitrine::worker
