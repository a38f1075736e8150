// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "util/Repeats.hpp"

#include <algorithm>

namespace vitrine::util::log {
namespace {

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

// Where it is said, and of which camera.
std::string origin(const Line& line) {
    const auto& where = line.about.where();
    return std::string(where.file) + ':' + std::to_string(where.line) + ' ' + line.about.room() +
           ' ' + line.about.camera();
}

// The text with every number in the place of any.
std::string likeness(const Line& line) {
    std::string text = ": ";
    for (const char c : line.text) {
        if (!isDigit(c))
            text += c;
        else if (text.back() != '#')
            text += '#';
    }
    return text;
}

} // namespace

std::vector<Line> Repeats::take(const Line& line, Clock::time_point now) {
    if (line.level == Level::Debug || line.about.isAlwaysTold())
        return {line};
    auto lines = due(now);
    auto& place = kindOf(origin(line), line, now);
    // What its place has no room for is counted with that: the kinds are no more than the places
    // allow, whoever makes lines up.
    const bool room = place.written < kWrittenOfPlace;
    auto& kind = room ? kindOf(origin(line) + likeness(line), line, now) : place;
    if (room && kind.written < kWritten) {
        ++kind.written;
        ++place.written;
        lines.push_back(line);
    } else {
        ++kind.leftOut;
        kind.last = line;
    }
    return lines;
}

Repeats::Kind& Repeats::kindOf(std::string key, const Line& line, Clock::time_point now) {
    return kinds_.try_emplace(std::move(key), Kind{now, 0, 0, line}).first->second;
}

std::vector<Line> Repeats::due(Clock::time_point now, bool all) {
    std::vector<Line> lines;
    std::erase_if(kinds_, [&](const auto& entry) {
        const auto& kind = entry.second;
        const bool over = all || now - kind.began >= kWindow;
        if (over)
            tell(kind, now, lines);
        return over;
    });
    return lines;
}

void Repeats::tell(const Kind& kind, Clock::time_point now, std::vector<Line>& lines) {
    if (kind.leftOut == 0)
        return;
    const auto passed = std::chrono::ceil<std::chrono::seconds>(now - kind.began);
    const auto& last = kind.last;
    auto about = About(last.about.room(), last.about.where()).camera(last.about.camera());
    lines.push_back({last.level, about,
                     "not written, " + std::to_string(kind.leftOut) + " times in " +
                         std::to_string(std::min(passed, kWindow).count()) + " s: " + last.text});
}

} // namespace vitrine::util::log
