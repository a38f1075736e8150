// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <functional>
#include <sstream>
#include <string>
#include <string_view>

/// Log lines on stderr: coloured and timed for a terminal, with a syslog priority for journald.
///
/// Thread: every function is thread-safe. Everything written passes through redactUrls(), so that
/// no password in a URL reaches a log.
namespace vitrine::util::log {

enum class Level { Error, Warning, Info, Debug };

/// Lines above this level are not written. Default: Info.
void setLevel(Level level) noexcept;
bool enabled(Level level) noexcept;

/// Told of every line that is written, without its passwords, on the thread that writes it.
using Listener = std::function<void(Level, std::string_view room, std::string_view text)>;
/// One listener; an empty function for none. A call under way may still reach the one before.
void setListener(Listener listener);

/// Writes one line; `room` names the part of the house that speaks.
void write(Level level, std::string_view room, std::string_view text);

template <typename... Parts>
void line(Level level, std::string_view room, const Parts&... parts) {
    if (!enabled(level))
        return;
    std::ostringstream text;
    (text << ... << parts);
    write(level, room, text.str());
}

template <typename... Parts>
void error(std::string_view room, const Parts&... parts) {
    line(Level::Error, room, parts...);
}
template <typename... Parts>
void warning(std::string_view room, const Parts&... parts) {
    line(Level::Warning, room, parts...);
}
template <typename... Parts>
void info(std::string_view room, const Parts&... parts) {
    line(Level::Info, room, parts...);
}
template <typename... Parts>
void debug(std::string_view room, const Parts&... parts) {
    line(Level::Debug, room, parts...);
}

} // namespace vitrine::util::log
