// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gst/DebugLog.hpp"

namespace vitrine::daemon {

/// While this lives a crash of the process (SIGSEGV, SIGABRT and their like) writes the last debug
/// lines to standard error before it ends as it would have. Whoever handles one of these signals
/// already, as sanitizers do, goes on doing so.
///
/// Owner: main(). One a process: a signal's handler knows no other way to its data. Thread: main.
class CrashReport {
  public:
    /// `log` outlives this.
    explicit CrashReport(const gst::DebugLog& log);
    ~CrashReport();
    CrashReport(const CrashReport&) = delete;
    CrashReport& operator=(const CrashReport&) = delete;
};

} // namespace vitrine::daemon
