// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config/Files.hpp"

#include "config/KeyFile.hpp"

#include <glib.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <filesystem>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace vitrine::config {

namespace {

std::string reasonOf(int error) {
    switch (error) {
    case ENOENT:
        return "does not exist";
    case EISDIR:
        return "is a directory";
    case EACCES:
    case EPERM:
        return "may not be read by this user (permission denied)";
    default:
        return std::string{"cannot be read: "} + g_strerror(error);
    }
}

util::Error errorOf(int error) {
    return {"config", reasonOf(error)};
}

/// A file descriptor that closes itself.
class Descriptor {
  public:
    explicit Descriptor(int fd)
        : fd_(fd) {}
    ~Descriptor() {
        if (fd_ >= 0)
            close(fd_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int get() const noexcept { return fd_; }

  private:
    int fd_;
};

util::Result<std::string> readAll(int fd) {
    std::string text;
    char block[16384];
    while (text.size() <= kMaxTextSize) {
        const auto count = read(fd, block, sizeof block);
        if (count == 0)
            break;
        if (count > 0)
            text.append(block, static_cast<std::size_t>(count));
        else if (errno != EINTR)
            return errorOf(errno);
    }
    text.resize(std::min(text.size(), kMaxTextSize + 1));
    return text;
}

} // namespace

bool fileExists(const std::string& path) noexcept {
    // One that is hidden by a folder's permissions may well be there.
    return access(path.c_str(), F_OK) == 0 || (errno != ENOENT && errno != ENOTDIR);
}

std::string whyUnreadable(const std::string& path) {
    const Descriptor file{open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
    if (file.get() < 0)
        return reasonOf(errno);
    struct stat info {};
    if (fstat(file.get(), &info) != 0)
        return reasonOf(errno);
    return S_ISDIR(info.st_mode) ? reasonOf(EISDIR) : std::string{};
}

util::Result<std::string> readFile(const std::string& path) {
    const Descriptor file{open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    if (file.get() < 0)
        return errorOf(errno);
    return readAll(file.get());
}

std::string credentialsFolder() {
    const auto* folder = std::getenv("CREDENTIALS_DIRECTORY");
    return folder ? folder : "";
}

util::Result<std::string> readStandardInput() {
    return readAll(STDIN_FILENO);
}

util::Result<std::vector<std::string>> listDropIns(const std::string& folder) {
    std::vector<std::string> paths;
    std::error_code error;
    std::filesystem::directory_iterator entries{folder, error};
    for (; !error && entries != std::filesystem::directory_iterator{}; entries.increment(error)) {
        const auto name = entries->path().filename().string();
        // Editors leave hidden files such as ".#10-site.conf" behind.
        if (name.front() != '.' && entries->path().extension() == ".conf")
            paths.push_back(entries->path().string());
    }
    if (error && error != std::errc::no_such_file_or_directory)
        return errorOf(error.value());
    std::sort(paths.begin(), paths.end());
    return paths;
}

} // namespace vitrine::config
