// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "recording/SegmentFile.hpp"

#include <cerrno>
#include <fcntl.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace vitrine::recording {
namespace {

// For the daemon's user and, where the umask lets it, its group.
constexpr mode_t kMode = 0640;

} // namespace

void throwDiskError(const std::string& path) {
    throw DiskError(path, std::generic_category().message(errno));
}

SegmentFile::SegmentFile(std::string path)
    : path_(std::move(path))
    , file_(open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, kMode)) {
    if (file_ < 0)
        throwDiskError(path_);
}

SegmentFile::~SegmentFile() {
    close(file_);
    if (pieces_ < 2)
        unlink(path_.c_str());
}

void SegmentFile::append(std::span<const std::uint8_t> piece) {
    const auto whole = piece.size();
    while (!piece.empty()) {
        const auto written = ::write(file_, piece.data(), piece.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0) {
            const int why = written < 0 ? errno : ENOSPC;
            // Where even that fails, the last piece is a torn one, which players leave out.
            if (ftruncate(file_, static_cast<off_t>(bytes_)) == 0)
                lseek(file_, static_cast<off_t>(bytes_), SEEK_SET);
            errno = why;
            throwDiskError(path_);
        }
        piece = piece.subspan(static_cast<std::size_t>(written));
    }
    bytes_ += whole;
    ++pieces_;
}

} // namespace vitrine::recording
