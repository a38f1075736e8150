// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "gst/DebugThresholds.hpp"

#include "util/Text.hpp"

#include <algorithm>
#include <array>
#include <glib.h>
#include <optional>

namespace vitrine::gst {
namespace {

constexpr std::size_t kMostEntries = 64;
constexpr std::size_t kLongestPattern = 64;

struct Word {
    std::string_view name;
    int level;
};
// As GStreamer's own parser knows them (gstinfo.c), each also with a number.
constexpr std::array kWords{
    Word{"NONE", 0}, Word{"ERROR", 1}, Word{"WARN", 2}, Word{"WARNING", 2}, Word{"FIXME", 3},
    Word{"INFO", 4}, Word{"DEBUG", 5}, Word{"LOG", 6},  Word{"TRACE", 7},   Word{"MEMDUMP", 9}};

std::optional<int> levelIn(std::string_view text) {
    if (text.size() == 1 && text[0] >= '0' && text[0] <= '9')
        return text[0] - '0';
    const auto* word = std::find_if(kWords.begin(), kWords.end(), [&](const auto& each) {
        return each.name.size() == text.size() &&
               g_ascii_strncasecmp(each.name.data(), text.data(), text.size()) == 0;
    });
    return word == kWords.end() ? std::nullopt : std::optional(word->level);
}

bool isPattern(std::string_view text) {
    return !text.empty() && text.size() <= kLongestPattern &&
           std::all_of(text.begin(), text.end(), [](char c) {
               return g_ascii_isalnum(c) || c == '_' || c == '-' || c == '*' || c == '?';
           });
}

util::Error bad(std::string_view entry, const std::string& why) {
    return {"bad-threshold", '"' + util::shorten(entry, kLongestPattern) + "\": " + why};
}

} // namespace

util::Result<DebugThresholds> DebugThresholds::parse(std::string_view text, int most) {
    DebugThresholds read;
    for (const auto& part : util::split(text, ',')) {
        const auto colon = part.find(':');
        const auto pattern =
            colon == std::string::npos ? std::string("*") : std::string(part, 0, colon);
        const auto level = levelIn(colon == std::string::npos ? part : part.substr(colon + 1));
        if (!isPattern(pattern))
            return bad(part, "a category is up to 64 letters, digits, '_' and '-', with '*' and "
                             "'?' for what may be anything");
        if (!level || *level > most)
            return bad(part, "a level is a number from 0 to " + std::to_string(most) +
                                 ", or a word such as WARNING or DEBUG");
        if (read.entries_.size() == kMostEntries)
            return bad(part, "at most 64 categories can be named");
        read.entries_.push_back({pattern, *level});
    }
    return read;
}

void DebugThresholds::raise(int least) {
    for (auto& entry : entries_)
        entry.level = std::max(entry.level, least);
    entries_.insert(entries_.begin(), {"*", least});
}

int DebugThresholds::levelOf(const char* category) const {
    const auto last = std::find_if(entries_.rbegin(), entries_.rend(), [&](const auto& entry) {
        return g_pattern_match_simple(entry.pattern.c_str(), category) != FALSE;
    });
    return last == entries_.rend() ? 0 : last->level;
}

std::string DebugThresholds::text() const {
    std::string text;
    for (const auto& [pattern, level] : entries_)
        text += (text.empty() ? "" : ",") + pattern + ':' + std::to_string(level);
    return text;
}

} // namespace vitrine::gst
