// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "daemon/Signals.hpp"

#include <glib-unix.h>

namespace vitrine::daemon {

Signals::~Signals() {
    for (const auto source : sources_)
        g_source_remove(source);
}

void Signals::on(int signal, std::function<void()> fn) {
    sources_.push_back(g_unix_signal_add_full(
        G_PRIORITY_DEFAULT, signal,
        [](gpointer data) -> gboolean {
            (*static_cast<std::function<void()>*>(data))();
            return G_SOURCE_CONTINUE;
        },
        new std::function<void()>(std::move(fn)),
        [](gpointer data) { delete static_cast<std::function<void()>*>(data); }));
}

} // namespace vitrine::daemon
