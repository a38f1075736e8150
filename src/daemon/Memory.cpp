// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "daemon/Memory.hpp"

#include <glib.h>
#include <malloc.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <sys/random.h>

namespace vitrine::daemon {
namespace {

// Enough that streaming threads seldom meet, few enough that what one left free another takes.
constexpr int kArenas = 2;

// GLib before 2.76 keeps every small block it was ever given, for each thread apart: a quarter of
// what a viewer takes, and nothing of it comes back. It listens only until its first allocation,
// which is in its library's constructor; what stands in the program's .preinit_array runs before
// those.
void turnSlicesOff() {
    G_GNUC_BEGIN_IGNORE_DEPRECATIONS // newer GLib has no slices, and the call does nothing
        g_slice_set_config(G_SLICE_CONFIG_ALWAYS_MALLOC, TRUE);
    G_GNUC_END_IGNORE_DEPRECATIONS
}
[[gnu::section(".preinit_array"), gnu::used]] void (*const kBeforeEverything)() = turnSlicesOff;

} // namespace

void boundHeap() {
    if (!std::getenv("MALLOC_ARENA_MAX"))
        mallopt(M_ARENA_MAX, kArenas);
}

void trimHeap() {
    malloc_trim(0);
}

} // namespace vitrine::daemon

// libnice takes its random numbers from GnuTLS, which makes a generator for every thread that asks
// and keeps it when the thread is gone: a block for each viewer, for ever, in a page nothing else
// can then leave. This one, found first (the link exports it), asks the kernel and keeps nothing.
extern "C" [[gnu::visibility("default"), gnu::used]] int gnutls_rnd(int /*level*/, void* data,
                                                                    std::size_t size) {
    constexpr int kFailed = -206;        // GNUTLS_E_RANDOM_FAILED
    constexpr std::size_t kAtOnce = 256; // what getrandom(2) gives whole
    for (auto* at = static_cast<unsigned char*>(data); size > 0;) {
        const auto got = getrandom(at, std::min(size, kAtOnce), 0);
        if (got < 0 && errno != EINTR)
            return kFailed;
        if (got > 0) {
            at += got;
            size -= static_cast<std::size_t>(got);
        }
    }
    return 0;
}
