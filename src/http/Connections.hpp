// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "config/Config.hpp"
#include "http/Connection.hpp"
#include "util/MainLoop.hpp"
#include "util/Seldom.hpp"

#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <string>

namespace vitrine::http {

/// Every connection there is, how many there may be, and how long each may take over what it does.
///
/// Who comes one too many takes the place of the one that has been idle longest; only who has too
/// many of its own is turned away. Addresses are counted when somebody comes, so that there is no
/// table of them.
///
/// Owner: Server; connections may outlive it. Thread: main. Calls out on: main (`done`).
class Connections {
  public:
    /// A request must be whole this long after its connection was made, or its first byte came.
    static constexpr std::chrono::seconds kRequestDeadline{10};
    /// Something of an answer must be read this often.
    static constexpr std::chrono::seconds kAnswerDeadline{30};

    explicit Connections(const config::Limits& limits);
    ~Connections();
    Connections(const Connections&) = delete;
    Connections& operator=(const Connections&) = delete;

    /// New limits, for connections yet to come.
    void setLimits(const config::Limits& limits) noexcept { limits_ = limits; }

    /// Lets a connection in; null when it was turned away.
    std::shared_ptr<Connection> admit(GSocketConnection* connection, bool tls);

    /// Calls `done` once, when nobody is connected any more or after `patience`; connections on
    /// which nothing was asked for that long are closed at once.
    void windDown(std::chrono::milliseconds patience, std::function<void()> done);

    /// Connections that are no WebSockets.
    std::size_t serving() const noexcept;
    std::size_t all() const noexcept { return all_.size(); }
    /// Turned away, or ended because they were slow or the oldest when there were too many.
    std::uint64_t turnedAway() const noexcept { return turnedAway_; }

  private:
    using Phase = Connection::Phase;

    std::size_t countOf(const std::string& peer) const;
    Connection* longestIdle() const;
    void makeRoom();
    bool hasRoomFor(const std::string& peer) const;
    void turnAway(Connection& connection, bool tls);
    void cut(Connection& connection);
    void look();
    void onEnd(Connection& connection);

    config::Limits limits_;
    std::list<std::shared_ptr<Connection>> all_;
    util::Timer timer_;
    util::Timer patience_;
    std::function<void()> done_;
    std::uint64_t turnedAway_ = 0;
    util::Seldom told_;
};

} // namespace vitrine::http
