// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gst/DebugThresholds.hpp"
#include "util/LineRing.hpp"
#include "util/Log.hpp"

#include <gst/gst.h>

#include <atomic>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::gst {

/// GStreamer's debug log with a memory: keeps the last lines of our own categories up to DEBUG, of
/// everybody's warnings, and of whatever else is asked for, whether or not GST_DEBUG says that
/// something is written. What util::log says is kept among them, in its place.
///
/// What is written goes to standard error as GStreamer itself would write it, but without
/// passwords; with GST_DEBUG_FILE GStreamer writes, and the file gets all that is kept.
///
/// Owner: Library. Thread: thread-safe, but for what changes what is shown, and setOnShown(): those
/// are main's. A lock is held for a moment. Calls out on: main (that something else is shown).
class DebugLog {
  public:
    static constexpr std::size_t kBytes = 256UL * 1024;
    /// What may be asked for over the network: beyond it GStreamer writes out buffers, with
    /// pictures and keys in them.
    static constexpr int kMostOverNetwork = 7; // TRACE

    DebugLog();
    ~DebugLog();
    DebugLog(const DebugLog&) = delete;
    DebugLog& operator=(const DebugLog&) = delete;

    /// Writes this from now on, in place of what GST_DEBUG or an earlier call said.
    void show(DebugThresholds shown);
    DebugThresholds shown() const;
    /// Writes all of our own stories from now on, or, when it does that, what was written before.
    void toggleStories();

    /// Called whenever what is shown has changed; nothing for nobody.
    void setOnShown(std::function<void()> call) { onShown_ = std::move(call); }

    /// The last lines: first what is kept only because it was asked for, which may be much in a
    /// moment, and then what is kept always, which it must not push out.
    std::string text() const;
    /// The same in a crash: async-signal-safe.
    void writeInCrash(int descriptor) const noexcept;

    /// Runs `fn` and gives `each` what it says in a category up to a level, which is then neither
    /// kept nor written; what other threads say meanwhile is none of it.
    void hear(const char* category, GstDebugLevel level,
              const std::function<void(std::string_view text)>& each,
              const std::function<void()>& fn);

    struct Category {
        std::string name;
        /// Up to which level it is written, and up to which it is kept.
        int shown = 0;
        int kept = 0;
    };
    /// All there are now; a plugin brings its own when it is loaded.
    std::vector<Category> categories() const;

    /// How often util::log has told of a warning or an error.
    unsigned troubles() const noexcept { return troubles_.load(std::memory_order_relaxed); }

  private:
    static void onMessage(GstDebugCategory* category, GstDebugLevel level, const gchar* file,
                          const gchar* function, gint line, GObject* object,
                          GstDebugMessage* message, gpointer self);
    void onLogLine(util::log::Level level, std::string_view room, std::string_view text);
    void apply();
    void tellShown() const;

    util::LineRing details_{kBytes / 2};
    util::LineRing stories_{kBytes / 2};
    const bool toFile_; // GStreamer writes, not we
    std::function<void()> onShown_;
    std::atomic<unsigned> troubles_{0};
    mutable std::mutex mutex_;
    DebugThresholds shown_;                 // guarded by mutex_
    std::optional<DebugThresholds> before_; // guarded by mutex_; while stories are toggled on
    std::vector<std::string> patterns_;     // guarded by mutex_; what GStreamer was told of
};

} // namespace vitrine::gst
