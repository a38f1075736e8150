// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "util/Place.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <sstream>
#include <string>
#include <string_view>

/// What the program tells the people who run it, a line at a time: to the journal with fields of
/// its own, to a terminal in colour, plainly to anything else.
///
/// Thread: every function is thread-safe; a lock is held for a moment. Everything written passes
/// through redactUrls() and redactSecrets(), so that no password reaches a log. What comes alike
/// again and again is counted (Repeats).
namespace vitrine::util::log {

enum class Level { Error, Warning, Info, Debug };

/// Who speaks, where in the source, and of what: the fields of the journal's entry.
///
/// Owner: a temporary. Thread: a plain value.
class About {
  public:
    /// `room` names the part of the house that speaks, and lives as long as the program.
    About(const char* room, // NOLINT: meant to convert
          Place where = Place::here())
        : room_(room)
        , where_(where) {}

    About& camera(std::string_view id) {
        camera_ = id;
        return *this;
    }
    About& viewer(std::uint64_t number) {
        viewer_ = number;
        return *this;
    }
    /// One of MessageIds.hpp: what programs find such lines by.
    About& message(const char* id) {
        messageId_ = id;
        return *this;
    }

    /// It is never left out, however many lines are alike: a list, a change of state, who has come
    /// in, or the answer to what an operator asked for. What strangers can have said without end is
    /// none of these.
    About& alwaysTold() {
        alwaysTold_ = true;
        return *this;
    }

    const char* room() const noexcept { return room_; }
    const std::string& camera() const noexcept { return camera_; }
    /// 0: of none.
    std::uint64_t viewer() const noexcept { return viewer_; }
    /// Empty: none.
    const char* messageId() const noexcept { return messageId_; }
    bool isAlwaysTold() const noexcept { return alwaysTold_; }
    const Place& where() const noexcept { return where_; }

  private:
    const char* room_;
    Place where_;
    std::string camera_;
    std::uint64_t viewer_ = 0;
    const char* messageId_ = "";
    bool alwaysTold_ = false;
};

/// Up to which level lines are written: of all rooms, and of those that are named.
struct Levels {
    Level all = Level::Info;
    std::map<std::string, Level, std::less<>> rooms;
    bool operator==(const Levels&) const = default;
};

/// From now on these hold; without it, Info.
void setLevels(Levels levels);
/// Whether somebody hears such a line: the log, or the listener.
bool heard(Level level, std::string_view room);

/// Told of every line up to Info, without its passwords, whether or not it is written, on the
/// thread that says it; not of debug lines, which are stories that the listener has told itself
/// (gst::Story).
using Listener = std::function<void(Level, std::string_view room, std::string_view text)>;
/// One listener; an empty function for none. A call under way may still reach the one before.
void setListener(Listener listener);

/// Whether the log is the journal's, where each line is to be whole by itself.
bool isJournal();

/// Says one line.
void write(Level level, const About& about, std::string_view text);

/// Writes an error after which the process ends. On standard error also where that is the journal:
/// of an entry of its own the journal may not know the unit any more when its sender is gone.
void lastWord(const About& about, std::string_view text);

/// Says how often lines came that were left out because they came too often, once their minute is
/// over; with `all`, whether or not it is. To be called now and then, and at the end.
void tellRepeats(bool all = false);

template <typename... Parts>
void line(Level level, const About& about, const Parts&... parts) {
    if (!heard(level, about.room()))
        return;
    std::ostringstream text;
    (text << ... << parts);
    write(level, about, text.str());
}

template <typename... Parts>
void error(const About& about, const Parts&... parts) {
    line(Level::Error, about, parts...);
}
template <typename... Parts>
void warning(const About& about, const Parts&... parts) {
    line(Level::Warning, about, parts...);
}
template <typename... Parts>
void info(const About& about, const Parts&... parts) {
    line(Level::Info, about, parts...);
}
template <typename... Parts>
void debug(const About& about, const Parts&... parts) {
    line(Level::Debug, about, parts...);
}

} // namespace vitrine::util::log
