// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "util/MainLoop.hpp"

#include <glib.h>

#include <utility>

namespace vitrine::util {
namespace {

struct Posted {
    WeakToken token;
    std::function<void()> fn;
};

struct Ticking {
    std::function<void()> fn;
    unsigned* source;
    bool repeat;
};

} // namespace

void post(WeakToken token, std::function<void()> fn) {
    auto* source = g_idle_source_new();
    g_source_set_priority(source, G_PRIORITY_DEFAULT);
    g_source_set_callback(
        source,
        [](gpointer data) -> gboolean {
            auto* posted = static_cast<Posted*>(data);
            if (!posted->token.expired())
                posted->fn();
            return G_SOURCE_REMOVE;
        },
        new Posted{std::move(token), std::move(fn)},
        [](gpointer data) { delete static_cast<Posted*>(data); });
    g_source_attach(source, nullptr);
    g_source_unref(source);
}

void Timer::once(std::chrono::milliseconds delay, std::function<void()> fn) {
    start(delay, std::move(fn), false);
}

void Timer::every(std::chrono::milliseconds interval, std::function<void()> fn) {
    start(interval, std::move(fn), true);
}

void Timer::stop() noexcept {
    if (source_ != 0)
        g_source_remove(std::exchange(source_, 0U));
}

void Timer::start(std::chrono::milliseconds interval, std::function<void()> fn, bool repeat) {
    stop();
    source_ = g_timeout_add_full(
        G_PRIORITY_DEFAULT, static_cast<guint>(interval.count()),
        [](gpointer data) -> gboolean {
            auto* ticking = static_cast<Ticking*>(data);
            if (ticking->repeat) {
                ticking->fn();
                return G_SOURCE_CONTINUE;
            }
            // The call may start this timer anew or destroy it: let go of both first.
            *ticking->source = 0;
            const auto call = std::move(ticking->fn);
            call();
            return G_SOURCE_REMOVE;
        },
        new Ticking{std::move(fn), &source_, repeat},
        [](gpointer data) { delete static_cast<Ticking*>(data); });
}

} // namespace vitrine::util
