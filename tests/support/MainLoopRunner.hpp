// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>

#include <chrono>
#include <functional>

namespace vitrine::test {

/// Runs the main loop until `done` or the deadline; says which. Waits on events, not on time: a
/// wake-up is arranged only so that a condition met by another thread is seen within 5 ms.
inline bool runUntil(const std::function<bool()>& done,
                     std::chrono::milliseconds deadline = std::chrono::seconds{10}) {
    const auto end = std::chrono::steady_clock::now() + deadline;
    const auto wakeUp = g_timeout_add(
        5, [](gpointer) -> gboolean { return G_SOURCE_CONTINUE; }, nullptr);
    bool met = done();
    while (!met && std::chrono::steady_clock::now() < end) {
        g_main_context_iteration(nullptr, TRUE);
        met = done();
    }
    g_source_remove(wakeUp);
    return met;
}

} // namespace vitrine::test
