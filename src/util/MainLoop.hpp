// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <chrono>
#include <functional>
#include <memory>

namespace vitrine::util {

class Token;

/// A weak reference to a Token: what a callback on another thread may carry.
using WeakToken = std::weak_ptr<const Token*>;

/// Marks the life of a main-bound object, so that calls posted to it after its end do nothing.
///
/// Owner: a member of the object it stands for.
/// Thread: created and destroyed on main; weak() is thread-safe.
class Token {
  public:
    Token()
        : alive_(std::make_shared<const Token*>(this)) {}
    ~Token() = default;
    Token(const Token&) = delete;
    Token& operator=(const Token&) = delete;
    Token(Token&&) = delete;
    Token& operator=(Token&&) = delete;

    WeakToken weak() const noexcept { return alive_; }

  private:
    std::shared_ptr<const Token*> alive_;
};

/// Runs `fn` on the main loop soon, in the order of posting; never at once, not even on main.
/// Nothing happens when the token's owner is gone by then. `fn` itself is destroyed on main.
///
/// Thread: thread-safe; the only way across to main.
void post(WeakToken token, std::function<void()> fn);

/// A timer on the main loop that ends with its destructor.
///
/// Owner: the object it serves. Thread: main. Calls out on: main.
class Timer {
  public:
    Timer() = default;
    ~Timer() { stop(); }
    Timer(const Timer&) = delete;
    Timer& operator=(const Timer&) = delete;

    /// Calls `fn` once after `delay`; replaces what was started before.
    void once(std::chrono::milliseconds delay, std::function<void()> fn);
    /// Calls `fn` every `interval` until stopped; replaces what was started before.
    void every(std::chrono::milliseconds interval, std::function<void()> fn);
    void stop() noexcept;
    bool running() const noexcept { return source_ != 0; }

  private:
    void start(std::chrono::milliseconds interval, std::function<void()> fn, bool repeat);

    unsigned source_ = 0;
};

} // namespace vitrine::util
