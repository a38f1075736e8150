// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "util/MainLoop.hpp"

#include <cstddef>
#include <string>

namespace vitrine::daemon {

/// How the house is, as numbers for the one line that systemctl shows.
struct Census {
    std::size_t cameras = 0;
    std::size_t live = 0;
    /// On-demand cameras that nobody watches: no fault.
    std::size_t idle = 0;
    std::size_t viewers = 0;
    /// The last reload found a wrong configuration.
    bool staleConfiguration = false;
};

/// "3 cameras live, 7 viewers"; "1 of 3 cameras live, 1 idle, 7 viewers". Thread: pure.
std::string statusLine(const Census& census);

/// What systemd is told of the daemon, as sd_notify(3) says; nothing where nobody asked to be told.
///
/// Between its construction and its end it also answers the watchdog (sd_watchdog_enabled(3)) from
/// the main loop, twice as often as is asked for: a main loop that hangs serves nobody.
///
/// Owner: Daemon. Thread: main.
class ServiceManager {
  public:
    ServiceManager();
    ServiceManager(const ServiceManager&) = delete;
    ServiceManager& operator=(const ServiceManager&) = delete;
    ~ServiceManager() = default;

    /// It listens and serves; also after a reload, whatever came of that.
    void ready() const;
    /// It reads its configuration anew; ready() ends that.
    void reloading() const;
    void stopping();
    /// The line of `systemctl status`; sent when it is another than before.
    void status(std::string line);

  private:
    std::string status_;
    util::Timer watchdog_;
};

} // namespace vitrine::daemon
