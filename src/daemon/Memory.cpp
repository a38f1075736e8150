// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "daemon/Memory.hpp"

#include <glib.h>
#include <malloc.h>

#include <cstdlib>

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
