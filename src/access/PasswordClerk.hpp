// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "util/MainLoop.hpp"

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
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

    PasswordClerk();
    /// Waits for the one that is being tried.
    ~PasswordClerk();
    PasswordClerk(const PasswordClerk&) = delete;
    PasswordClerk& operator=(const PasswordClerk&) = delete;

    /// Calls `told` once, later; false when too many wait already, and nothing is called.
    bool ask(std::string password, std::string hash, Told told);

    static constexpr std::size_t kMostWaiting = 8;

  private:
    struct Question {
        std::string password;
        std::string hash;
        Told told;
    };
    void work();

    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Question> waiting_;
    bool over_ = false;
    util::Token token_;
    std::thread thread_;
};

} // namespace vitrine::access
