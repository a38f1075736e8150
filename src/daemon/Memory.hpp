// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

/// The heap, kept as small as what is in use. A viewer brings seven threads, each of which would
/// have the allocator keep memory for it alone.
namespace vitrine::daemon {

/// Bounds how many arenas malloc makes (mallopt(3)), unless MALLOC_ARENA_MAX says otherwise. Call
/// it before there are threads. GLib's own allocator is off from before main(): see the source.
void boundHeap();

/// Gives what is free inside the heap back to the kernel (malloc_trim(3)): some milliseconds, in
/// which whoever allocates may wait for one arena at a time. Thread: thread-safe.
void trimHeap();

} // namespace vitrine::daemon
