// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "tools/loadviewer/Shard.hpp"

#include <glib-unix.h>

#include <csignal>

namespace vitrine::loadviewer {

namespace {

/// How often the relaxed sockets are looked at: two packets at 180 a second, a whole key frame of
/// a few hundred kilobytes at most, which the receive buffer holds.
constexpr unsigned kTickMs = 10;

GMainContext* pushedContext() {
    auto* context = g_main_context_new();
    g_main_context_push_thread_default(context);
    return context;
}

SoupSession* makeSession(unsigned connections) {
    return SOUP_SESSION(g_object_new(SOUP_TYPE_SESSION, "max-conns", connections + 1,
                                     "max-conns-per-host", connections + 1, "timeout", 0U,
                                     nullptr));
}

} // namespace

Shard::Shard(const Options& options, const DtlsIdentity& identity, unsigned number)
    : context_(pushedContext())
    , loop_(g_main_loop_new(context_, FALSE))
    , http_(makeSession(std::max(options.viewers, options.parallel)))
    , poller_(context_) {
    const Surroundings surroundings{http_, poller_, batch_, identity};
    if (options.churn == 0) {
        const Share share{number, options.threads, options.viewers};
        scenario_ = std::make_unique<LoadScenario>(options, share, surroundings);
        return;
    }
    const Share share{number, options.threads, options.churn};
    const auto parallel = std::max(1U, options.parallel / options.threads);
    scenario_ = std::make_unique<ChurnScenario>(options, share, parallel, surroundings);
}

Shard::~Shard() {
    scenario_.reset();
    // What was let go of "soon" goes now.
    while (g_main_context_iteration(context_, FALSE) != FALSE) {
    }
    g_object_unref(http_);
    g_main_loop_unref(loop_);
    g_main_context_pop_thread_default(context_);
    g_main_context_unref(context_);
}

std::vector<ViewerResult> Shard::run() {
    GSource* timer = g_timeout_source_new(kTickMs);
    const GSourceFunc onTick = [](gpointer self) -> gboolean {
        static_cast<Shard*>(self)->tick();
        return G_SOURCE_CONTINUE;
    };
    g_source_set_callback(timer, onTick, this, nullptr);
    g_source_attach(timer, context_);
    GSource* interrupted = g_unix_signal_source_new(SIGINT);
    const GSourceFunc onInterrupt = [](gpointer self) -> gboolean {
        static_cast<Shard*>(self)->scenario_->finish();
        return G_SOURCE_CONTINUE;
    };
    g_source_set_callback(interrupted, onInterrupt, this, nullptr);
    g_source_attach(interrupted, context_);
    g_main_loop_run(loop_);
    for (auto* source : {timer, interrupted}) {
        g_source_destroy(source);
        g_source_unref(source);
    }
    return scenario_->takeResults();
}

void Shard::tick() {
    poller_.look();
    scenario_->tick(Clock::now());
    if (scenario_->over())
        g_main_loop_quit(loop_);
}

} // namespace vitrine::loadviewer
