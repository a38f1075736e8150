// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>

namespace vitrine::recording {

/// The disk does not take it: what() says which file and why, reason() only why, for whom paths are
/// nothing to know.
class DiskError : public std::runtime_error {
  public:
    DiskError(const std::string& path, const std::string& reason)
        : std::runtime_error(path + ": " + reason)
        , reason_(reason) {}
    const std::string& reason() const noexcept { return reason_; }

  private:
    std::string reason_;
};

/// Throws what errno says of a path.
[[noreturn]] void throwDiskError(const std::string& path);

/// A file that grows by whole pieces: one that cannot be written whole is taken back, so that what
/// stands in the file can always be played.
///
/// Owner: FilmWriter. Thread: one at a time; blocks as long as the disk does.
class SegmentFile {
  public:
    /// Makes the file, which may not be there yet. Throws DiskError.
    explicit SegmentFile(std::string path);
    /// Closes it, and removes it when there is nothing in it but the first piece.
    ~SegmentFile();
    SegmentFile(const SegmentFile&) = delete;
    SegmentFile& operator=(const SegmentFile&) = delete;

    /// Writes a piece behind the others. The first one is what a file begins with, which alone is
    /// not worth keeping. Throws DiskError.
    void append(std::span<const std::uint8_t> piece);

    std::uint64_t bytes() const noexcept { return bytes_; }
    std::uint64_t pieces() const noexcept { return pieces_; }
    const std::string& path() const noexcept { return path_; }

  private:
    std::string path_;
    int file_ = -1;
    std::uint64_t bytes_ = 0;
    std::uint64_t pieces_ = 0;
};

} // namespace vitrine::recording
