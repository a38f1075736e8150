// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "config/Config.hpp"
#include "recording/SegmentFile.hpp"

#include <chrono>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <memory>
#include <string>

namespace vitrine::recording {

/// Bytes of the unit in which `size` is configured.
inline constexpr std::uint64_t kMiB = 1U << 20U;

/// One camera's films in their folder, PATH/ID: gives each new one its name, and takes away the
/// oldest when they are too old or too much. What in that folder has no name of ours is not
/// touched.
///
/// Owner: FilmWriter. Thread: one at a time; blocks as long as the disk does.
class Archive {
  public:
    using TimePoint = std::chrono::system_clock::time_point;

    Archive(const config::Recording& settings, const std::string& camera);

    /// A new file, named by the moment at which it begins; makes the folder when it is not there.
    /// Throws DiskError.
    std::unique_ptr<SegmentFile> begin(TimePoint when);
    /// The file that began last has grown so much: takes away the oldest while there is too much.
    void grew(std::uint64_t bytes);
    /// No file is being written any more.
    void ended() { open_.clear(); }
    /// Looks at what is there, and takes away what is too old or too much. The file that began last
    /// stays until it has ended.
    void tidy(TimePoint now);

  private:
    struct Film {
        std::filesystem::path path;
        std::uint64_t bytes = 0;
        std::filesystem::file_time_type written; // last
    };

    void look();
    void removeSurplus();
    void removeOldest();

    std::filesystem::path parent_;
    std::filesystem::path folder_;
    std::chrono::hours age_;     // 0: for ever
    std::uint64_t mostBytes_;    // 0: without end
    std::deque<Film> films_;     // the oldest first
    std::uint64_t bytes_ = 0;    // of all of them
    std::filesystem::path open_; // the one that is being written
};

} // namespace vitrine::recording
