// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "util/Repeats.hpp"

#include <algorithm>

namespace vitrine::util::log {
namespace {

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

// The room, the camera, and the text with every number in the place of any.
std::string likeness(const Line& line) {
    std::string text = std::string(line.about.room()) + ' ' + line.about.camera() + ": ";
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
    auto key = likeness(line);
    auto found = kinds_.find(key);
    if (found == kinds_.end()) {
        if (kinds_.size() >= kMost)
            forgetOldest(now, lines);
        found = kinds_.emplace(std::move(key), Kind{now, 0, 0, line}).first;
    }
    auto& kind = found->second;
    if (kind.written < kWritten) {
        ++kind.written;
        lines.push_back(line);
    } else {
        ++kind.leftOut;
        kind.last = line;
    }
    return lines;
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
    auto line = kind.last;
    line.text += " … repeated " + std::to_string(kind.leftOut) + " times in " +
                 std::to_string(std::min(passed, kWindow).count()) + " s";
    lines.push_back(std::move(line));
}

void Repeats::forgetOldest(Clock::time_point now, std::vector<Line>& lines) {
    const auto oldest =
        std::min_element(kinds_.begin(), kinds_.end(), [](const auto& a, const auto& b) {
            return a.second.began < b.second.began;
        });
    tell(oldest->second, now, lines);
    kinds_.erase(oldest);
}

} // namespace vitrine::util::log
