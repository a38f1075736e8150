// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "gst/LoopThread.hpp"

#include <pthread.h>

namespace vitrine::gst {

LoopThread::LoopThread(const std::string& name)
    : context_(g_main_context_new())
    , loop_(g_main_loop_new(context_.get(), FALSE))
    , thread_([this] { g_main_loop_run(loop_.get()); }) {
    pthread_setname_np(thread_.native_handle(), name.substr(0, 15).c_str());
}

LoopThread::~LoopThread() {
    // From the loop itself: quitting one that does not run yet does nothing.
    invoke([this] { g_main_loop_quit(loop_.get()); });
    thread_.join();
}

void LoopThread::invoke(std::function<void()> fn) const {
    using Function = std::function<void()>;
    // Not g_main_context_invoke(), which may run it at once on the caller's thread.
    auto* source = g_idle_source_new();
    g_source_set_priority(source, G_PRIORITY_DEFAULT);
    g_source_set_callback(
        source,
        [](gpointer data) -> gboolean {
            (*static_cast<Function*>(data))();
            return G_SOURCE_REMOVE;
        },
        new Function(std::move(fn)), [](gpointer data) { delete static_cast<Function*>(data); });
    g_source_attach(source, context_.get());
    g_source_unref(source);
}

} // namespace vitrine::gst
