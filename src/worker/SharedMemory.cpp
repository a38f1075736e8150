// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "worker/SharedMemory.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <cerrno>
#include <system_error>

namespace vitrine::worker {
namespace {

constexpr int kSizeSeals = F_SEAL_SHRINK | F_SEAL_GROW;

[[noreturn]] void fail(int error, const char* what) {
    throw std::system_error(error, std::generic_category(), what);
}

} // namespace

Descriptor SharedMemory::make(std::size_t bytes) {
    Descriptor memory(memfd_create("vitrine-frames", MFD_CLOEXEC | MFD_ALLOW_SEALING));
    if (!memory)
        fail(errno, "memfd_create");
    if (ftruncate(memory.get(), static_cast<off_t>(bytes)) != 0)
        fail(errno, "ftruncate");
    if (fcntl(memory.get(), F_ADD_SEALS, kSizeSeals | F_SEAL_SEAL) != 0)
        fail(errno, "F_ADD_SEALS");
    return memory;
}

SharedMemory::SharedMemory(int descriptor, Access access) {
    const int seals = fcntl(descriptor, F_GET_SEALS);
    if (seals < 0 || (seals & kSizeSeals) != kSizeSeals)
        fail(seals < 0 ? errno : EPERM, "the memory's size is not sealed");
    struct stat facts {};
    if (fstat(descriptor, &facts) != 0)
        fail(errno, "fstat");
    const auto size = static_cast<std::size_t>(facts.st_size);
    const int protection = access == Access::Read ? PROT_READ : PROT_READ | PROT_WRITE;
    auto* start = mmap(nullptr, size, protection, MAP_SHARED, descriptor, 0);
    if (start == MAP_FAILED)
        fail(errno, "mmap");
    bytes_ = {static_cast<std::uint8_t*>(start), size};
}

SharedMemory::~SharedMemory() {
    if (!bytes_.empty())
        munmap(bytes_.data(), bytes_.size());
}

} // namespace vitrine::worker
