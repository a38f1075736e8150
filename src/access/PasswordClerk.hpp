// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "util/JobQueue.hpp"
#include "util/MainLoop.hpp"

#include <functional>
#include <string>
#include <thread>

namespace vitrine::access {

/// Tries passwords on a thread of its own, one at a time: each costs tens of milliseconds that main
/// does not have, and no more than one core is to be had by whoever tries many.
///
/// Owner: the login. Thread: main. Calls out on: main.
class PasswordClerk {
  public:
    using Told = std::function<void(bool fits)>;

    PasswordClerk()
        : thread_([this] { jobs_.run(); }) {}
    /// Waits for the one that is being tried.
    ~PasswordClerk();
    PasswordClerk(const PasswordClerk&) = delete;
    PasswordClerk& operator=(const PasswordClerk&) = delete;

    /// Calls `told` once, later; false when too many wait already, and nothing is called.
    bool ask(std::string password, std::string hash, Told told);

    static constexpr std::size_t kMostWaiting = 8;

  private:
    util::JobQueue jobs_{kMostWaiting};
    util::Token token_;
    std::thread thread_;
};

} // namespace vitrine::access
