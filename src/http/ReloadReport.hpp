// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "util/Result.hpp"

#include <functional>
#include <string>
#include <vector>

namespace vitrine::http {

/// Cameras by their ids, and what became of them.
struct CameraChanges {
    std::vector<std::string> added;
    std::vector<std::string> removed;
    /// They go on, as configured now.
    std::vector<std::string> changed;
    /// Those of the changed ones that had to start anew for it; their viewers stay.
    std::vector<std::string> restarted;
};

/// What came of reading the configuration again. Thread: a plain value.
struct ReloadReport {
    CameraChanges cameras;
    /// Whether [limits] are others now.
    bool limits = false;
    /// Whether [log] writes other lines now.
    bool log = false;
    /// Whether there are other users now, or users with other rights or secrets.
    bool users = false;
    /// Whether other things are published or forwarded now, or viewers sent elsewhere.
    bool outlets = false;
    /// Whether new connections get another certificate now.
    bool certificate = false;
    /// What is configured otherwise and holds only after a restart: "[server] listen".
    std::vector<std::string> needRestart;
};

/// Reads the configuration again and puts it into place, all of it or, with an error, nothing.
using Reload = std::function<util::Result<ReloadReport>()>;

/// What POST /api/v1/reload answers. Thread: pure.
std::string reloadJson(const ReloadReport& report);

/// The same in words, for the log.
std::string reloadText(const ReloadReport& report);

} // namespace vitrine::http
