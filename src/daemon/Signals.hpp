// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <functional>
#include <vector>

namespace vitrine::daemon {

/// Unix signals as calls on the main loop (g_unix_signal_add); ended by the destructor.
///
/// Owner: Daemon. Thread: main. Calls out on: main.
class Signals {
  public:
    Signals() = default;
    ~Signals();
    Signals(const Signals&) = delete;
    Signals& operator=(const Signals&) = delete;

    /// Calls `fn` for every `signal` from now on.
    void on(int signal, std::function<void()> fn);

  private:
    std::vector<unsigned> sources_;
};

} // namespace vitrine::daemon
