// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::util {

/// The last lines of something that is written all the time, in memory that is taken once.
///
/// Owner: who gathers them. Thread: thread-safe; a lock is held while a line is copied.
class LineRing {
  public:
    /// `capacity` in bytes, line feeds included.
    explicit LineRing(std::size_t capacity)
        : bytes_(capacity) {}

    /// A line without its line feed; of one that is longer than an eighth of all, the beginning.
    void add(std::string_view line);

    /// Every whole line that is still there, the oldest first.
    std::string text() const;

    /// Writes what there is to a descriptor, the oldest first, without the lock: for a signal's
    /// handler in a process that crashes, and perhaps in the middle of a line (async-signal-safe).
    void writeInCrash(int descriptor) const noexcept;

  private:
    void write(std::string_view text);

    mutable std::mutex mutex_;
    std::vector<char> bytes_; // guarded by mutex_
    std::size_t next_ = 0;    // guarded by mutex_; where the next byte goes
    bool full_ = false;       // guarded by mutex_; it has begun to overwrite
};

} // namespace vitrine::util
