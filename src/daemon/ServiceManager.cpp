// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "daemon/ServiceManager.hpp"

#include <glib.h>
#include <systemd/sd-daemon.h>

#include <algorithm>
#include <chrono>
#include <utility>

namespace vitrine::daemon {
namespace {

std::string counted(std::size_t count, const std::string& noun) {
    return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

} // namespace

std::string statusLine(const Census& census) {
    auto line = census.live == census.cameras
                    ? counted(census.cameras, "camera")
                    : std::to_string(census.live) + " of " + counted(census.cameras, "camera");
    line += " live, ";
    if (census.idle > 0)
        line += std::to_string(census.idle) + " idle, ";
    line += counted(census.viewers, "viewer");
    if (census.staleConfiguration)
        line += "; the configuration on disk is wrong, the one before it is in force";
    return line;
}

ServiceManager::ServiceManager() {
    using Microseconds = std::chrono::duration<std::uint64_t, std::micro>;
    std::uint64_t interval = 0;
    if (sd_watchdog_enabled(0, &interval) <= 0)
        return;
    const auto half =
        std::chrono::duration_cast<std::chrono::milliseconds>(Microseconds{interval / 2});
    watchdog_.every(std::max(half, std::chrono::milliseconds{1}),
                    [] { sd_notify(0, "WATCHDOG=1"); });
}

void ServiceManager::ready() const {
    sd_notify(0, "READY=1");
}

void ServiceManager::reloading() const {
    // CLOCK_MONOTONIC, as Type=notify-reload wants it.
    sd_notifyf(0, "RELOADING=1\nMONOTONIC_USEC=%" G_GINT64_FORMAT, g_get_monotonic_time());
}

void ServiceManager::stopping() {
    sd_notify(0, "STOPPING=1");
    status("stopping");
}

void ServiceManager::status(std::string line) {
    if (line == status_)
        return;
    status_ = std::move(line);
    sd_notifyf(0, "STATUS=%s", status_.c_str());
}

} // namespace vitrine::daemon
