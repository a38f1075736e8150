// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "worker/Descriptor.hpp"

#include <cstddef>
#include <cstdint>
#include <span>

namespace vitrine::worker {

/// The memory in which a worker's frames cross: memfd_create(2), mapped by both.
///
/// Its size is sealed before the worker gets it, so that nobody can have the daemon touch a page
/// that is gone (SIGBUS). What is in it the worker may change at any moment: it is to be read as
/// if it changed between any two looks.
///
/// Owner: the daemon's SlotLedger; in the worker, who writes frames. Thread: immutable but for the
/// bytes.
class SharedMemory {
  public:
    enum class Access { Read, ReadWrite };

    /// Room for the most that a fan-out keeps for who joins (4 MiB), for the largest frame and for
    /// what is on its way. Only pages that were ever used take memory.
    static constexpr std::size_t kBytes = 16U << 20U;

    /// New memory, which can neither shrink nor grow. Throws std::system_error.
    static Descriptor make(std::size_t bytes = kBytes);

    /// Maps it; the descriptor may be closed then. Throws std::system_error, also when its size is
    /// not sealed.
    SharedMemory(int descriptor, Access access);
    SharedMemory(SharedMemory&& other) noexcept
        : bytes_(std::exchange(other.bytes_, {})) {}
    SharedMemory(const SharedMemory&) = delete;
    SharedMemory& operator=(const SharedMemory&) = delete;
    SharedMemory& operator=(SharedMemory&&) = delete;
    ~SharedMemory();

    std::size_t size() const noexcept { return bytes_.size(); }
    std::span<const std::uint8_t> bytes() const noexcept { return bytes_; }
    /// Only with Access::ReadWrite.
    std::span<std::uint8_t> writable() noexcept { return bytes_; }

  private:
    std::span<std::uint8_t> bytes_;
};

} // namespace vitrine::worker
