// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace vitrine::util {

/// A thread that waits for many descriptors at once with epoll(7), where a GLib main context would
/// ask the kernel for each of them whenever one has something.
///
/// Owner: Daemon; outlives every Watch. Thread: thread-safe. Calls out on: its own.
class Readiness {
  public:
    /// True: there may be more to do. Then it is called again, after everybody else who has
    /// something.
    using Handler = std::function<bool()>;

    /// A descriptor that is watched as long as this lives. A call of its handler may still be under
    /// way when it ends. Owner: who reads from the descriptor.
    class Watch {
      public:
        Watch(Readiness& readiness, std::uint64_t id) noexcept
            : readiness_(&readiness)
            , id_(id) {}
        Watch(Watch&& other) noexcept
            : readiness_(std::exchange(other.readiness_, nullptr))
            , id_(other.id_) {}
        Watch& operator=(Watch&&) = delete;
        Watch(const Watch&) = delete;
        Watch& operator=(const Watch&) = delete;
        ~Watch();

      private:
        Readiness* readiness_;
        std::uint64_t id_;
    };

    /// A descriptor that is waited on for room to write as often as that is asked for. Ends before
    /// the descriptor is closed. Owner: who writes to it.
    class RoomWatch {
      public:
        RoomWatch(Readiness& readiness, int descriptor, Handler handler);
        RoomWatch(const RoomWatch&) = delete;
        RoomWatch& operator=(const RoomWatch&) = delete;
        ~RoomWatch();

        /// Calls the handler once, when there is room. Throws std::system_error.
        void await();

      private:
        Readiness& readiness_;
        int descriptor_;
        std::uint64_t id_;
    };

    /// `name` becomes the thread's name (15 characters count). Throws std::system_error.
    explicit Readiness(const std::string& name);
    ~Readiness();
    Readiness(const Readiness&) = delete;
    Readiness& operator=(const Readiness&) = delete;

    /// Calls `handler` when there is something new to read from the descriptor; it must read all
    /// there is, or say that there may be more. The kernel forgets the descriptor when it is
    /// closed, by whoever owns it: that may be before or after the Watch ends, and a number that is
    /// used again is another descriptor. Throws std::system_error.
    [[nodiscard]] Watch watch(int descriptor, Handler handler);

  private:
    std::uint64_t add(Handler handler);
    void run();
    void call(std::uint64_t id);
    std::shared_ptr<const Handler> find(std::uint64_t id);
    void end(std::uint64_t id);

    int epoll_;
    int stop_;
    std::mutex mutex_;
    std::map<std::uint64_t, std::shared_ptr<const Handler>> handlers_; // guarded by mutex_
    std::uint64_t lastId_ = 0;                                         // guarded by mutex_
    std::vector<std::uint64_t> unfinished_;                            // the thread's own
    std::thread thread_;
};

} // namespace vitrine::util
