// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// Loaded before everything else (LD_PRELOAD), has writes to files under $SLOW_DISK hang for as long
// as there is a file of that name with ".hangs" behind it: a disk that does not answer, and then
// does.
#include <array>
#include <cstdlib>
#include <dlfcn.h>
#include <string>
#include <string_view>
#include <unistd.h>

namespace {

constexpr unsigned kPauseUs = 20000;

bool isOn(int file, std::string_view disk) {
    std::array<char, 4096> path{};
    const auto size =
        readlink(("/proc/self/fd/" + std::to_string(file)).c_str(), path.data(), path.size());
    return size > 0 &&
           std::string_view(path.data(), static_cast<std::size_t>(size)).starts_with(disk);
}

} // namespace

extern "C" [[gnu::visibility("default")]] ssize_t write(int file, const void* bytes, size_t size) {
    using Write = ssize_t (*)(int, const void*, size_t);
    static const auto real = reinterpret_cast<Write>(dlsym(RTLD_NEXT, "write"));
    const auto* disk = std::getenv("SLOW_DISK");
    if (disk && isOn(file, disk))
        while (access((std::string(disk) + ".hangs").c_str(), F_OK) == 0)
            usleep(kPauseUs);
    return real(file, bytes, size);
}
