// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "recording/Archive.hpp"

#include "util/Log.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <ctime>
#include <string_view>
#include <sys/stat.h>
#include <system_error>
#include <tuple>

namespace vitrine::recording {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kEnding = ".mp4";
constexpr std::string_view kPattern = "########T######Z";
constexpr mode_t kFolderMode = 0750;

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

// 20261125T225601Z.mp4, or 20261125T225601Z_2.mp4 for another within a second.
bool isFilm(std::string_view name) {
    if (!name.ends_with(kEnding) || name.size() < kPattern.size() + kEnding.size())
        return false;
    name.remove_suffix(kEnding.size());
    const bool stamped =
        std::equal(kPattern.begin(), kPattern.end(), name.begin(),
                   [](char wanted, char c) { return wanted == '#' ? isDigit(c) : c == wanted; });
    const auto rest = name.substr(kPattern.size());
    return stamped && (rest.empty() || (rest.size() > 1 && rest.front() == '_' &&
                                        std::all_of(rest.begin() + 1, rest.end(), isDigit)));
}

std::string stampOf(Archive::TimePoint when) {
    const auto seconds = std::chrono::system_clock::to_time_t(when);
    std::tm utc{};
    gmtime_r(&seconds, &utc);
    std::array<char, 32> text{};
    return {text.data(), std::strftime(text.data(), text.size(), "%Y%m%dT%H%M%SZ", &utc)};
}

// Not more than this folder: the one above may be where a disk is to be mounted.
void makeFolder(const fs::path& folder) {
    if (mkdir(folder.c_str(), kFolderMode) != 0 && errno != EEXIST)
        throwDiskError(folder.string());
}

} // namespace

Archive::Archive(const config::Recording& settings, const std::string& camera)
    : parent_(settings.path)
    , folder_(parent_ / camera)
    , age_(settings.age)
    , mostBytes_(settings.size * kMiB) {}

std::unique_ptr<SegmentFile> Archive::begin(TimePoint when) {
    makeFolder(parent_);
    makeFolder(folder_);
    constexpr int most = 100;
    const auto stamp = stampOf(when);
    std::unique_ptr<SegmentFile> file;
    for (int n = 1; !file; ++n) {
        const auto path = folder_ / (stamp + (n == 1 ? "" : '_' + std::to_string(n)) + ".mp4");
        std::error_code ignored;
        if (n == most || !fs::exists(fs::symlink_status(path, ignored)))
            file = std::make_unique<SegmentFile>(path.string());
    }
    open_ = file->path();
    tidy(when);
    return file;
}

void Archive::grew(std::uint64_t bytes) {
    if (films_.empty() || films_.back().path != open_)
        return;
    films_.back().bytes += bytes;
    bytes_ += bytes;
    removeSurplus();
}

void Archive::tidy(TimePoint now) {
    look();
    // A file's time is on the disk's own clock, which is the system's.
    const auto age = std::chrono::duration_cast<fs::file_time_type::duration>(age_);
    const auto oldest = fs::file_time_type::clock::from_sys(now) - age;
    while (age_.count() > 0 && !films_.empty() && films_.front().written < oldest &&
           films_.front().path != open_)
        removeOldest();
    removeSurplus();
}

void Archive::look() {
    films_.clear();
    bytes_ = 0;
    std::error_code error;
    for (fs::directory_iterator each(folder_, error), end; !error && each != end;
         each.increment(error)) {
        std::error_code gone;
        if (!isFilm(each->path().filename().string()) || !each->is_regular_file(gone))
            continue;
        const auto bytes = each->file_size(gone);
        const auto written = each->last_write_time(gone);
        if (gone)
            continue;
        films_.push_back({each->path(), bytes, written});
        bytes_ += bytes;
    }
    std::sort(films_.begin(), films_.end(), [this](const Film& a, const Film& b) {
        // What is being written is the newest, whatever the clock says.
        if ((a.path == open_) != (b.path == open_))
            return b.path == open_;
        return std::tie(a.written, a.path) < std::tie(b.written, b.path);
    });
}

void Archive::removeSurplus() {
    while (mostBytes_ > 0 && bytes_ > mostBytes_ && films_.size() > 1)
        removeOldest();
}

void Archive::removeOldest() {
    const auto film = films_.front();
    films_.pop_front();
    bytes_ -= film.bytes;
    std::error_code error;
    if (!fs::remove(film.path, error) && error)
        util::log::warning("recording", film.path.string(),
                           " cannot be removed: ", error.message());
}

} // namespace vitrine::recording
