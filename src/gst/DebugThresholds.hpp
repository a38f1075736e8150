// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "util/Result.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace vitrine::gst {

/// What GST_DEBUG says: which category of GStreamer's log is written up to which level.
///
/// Thread: a plain value.
class DebugThresholds {
  public:
    /// A pattern with * and ?, and its level, 0 (nothing) to 9 (all).
    struct Entry {
        std::string pattern;
        int level = 0;
    };

    static constexpr int kEverything = 9; // GST_LEVEL_MEMDUMP

    DebugThresholds() = default;

    /// Reads "pattern:level,…": a level is a digit or one of GStreamer's words for it, one alone
    /// stands for every category, and what comes later counts more. No level may be above
    /// `most`. The error says which entry is wrong, and what is allowed.
    static util::Result<DebugThresholds> parse(std::string_view text, int most = kEverything);

    /// One more, which counts most.
    void add(Entry entry) { entries_.push_back(std::move(entry)); }
    /// From now on no category has less than this.
    void raise(int least);

    const std::vector<Entry>& entries() const noexcept { return entries_; }
    /// The level of a category; 0 when nothing is said of it.
    int levelOf(const char* category) const;
    /// As parse() reads it.
    std::string text() const;

  private:
    std::vector<Entry> entries_;
};

} // namespace vitrine::gst
