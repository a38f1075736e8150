// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gst/DebugLog.hpp"

#include <memory>

namespace vitrine::gst {

/// GStreamer itself: started by the constructor, ended by the destructor (gst_deinit), which is
/// when the leaks tracer reports.
///
/// Owner: main(), around everything else of this room. Thread: main. One a process.
class Library {
  public:
    /// Throws BuildError when GStreamer cannot start.
    Library();
    ~Library();
    Library(const Library&) = delete;
    Library& operator=(const Library&) = delete;

    DebugLog& debugLog() const noexcept { return *debugLog_; }

  private:
    std::unique_ptr<DebugLog> debugLog_;
};

} // namespace vitrine::gst
