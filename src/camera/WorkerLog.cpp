// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "camera/WorkerLog.hpp"

#include "gst/Ref.hpp"
#include "gst/Story.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <utility>

namespace vitrine::camera {
namespace {

constexpr std::array kLevels{GST_LEVEL_ERROR, GST_LEVEL_WARNING, GST_LEVEL_FIXME,
                             GST_LEVEL_INFO,  GST_LEVEL_DEBUG,   GST_LEVEL_LOG,
                             GST_LEVEL_TRACE, GST_LEVEL_MEMDUMP};

constexpr std::array kWords{
    std::pair{std::string_view("error"), util::log::Level::Error},
    std::pair{std::string_view("warning"), util::log::Level::Warning},
    std::pair{std::string_view("info"), util::log::Level::Info},
    std::pair{std::string_view("debug"), util::log::Level::Debug},
};

std::optional<util::log::Level> ourLevel(std::string_view word) {
    const auto* found = std::find_if(kWords.begin(), kWords.end(),
                                     [word](const auto& each) { return each.first == word; });
    return found == kWords.end() ? std::nullopt : std::optional(found->second);
}

std::optional<GstDebugLevel> gstLevel(std::string_view word) {
    for (const auto level : kLevels) {
        const std::string_view name(gst_debug_level_get_name(level)); // with blanks behind it
        if (word == name.substr(0, name.find(' ')))
            return level;
    }
    return std::nullopt;
}

// Takes the next word off, and the blanks behind it.
std::string_view word(std::string_view& text) {
    const auto found = text.substr(0, text.find(' '));
    text.remove_prefix(found.size());
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    return found;
}

bool isTime(std::string_view text) {
    return text.size() >= 8 && text.find_first_not_of("0123456789:.") == std::string_view::npos;
}

bool isName(std::string_view text) {
    constexpr std::size_t kMost = 64;
    return !text.empty() && text.size() <= kMost &&
           std::all_of(text.begin(), text.end(),
                       [](char c) { return g_ascii_isalnum(c) || c == '-' || c == '_'; });
}

// The category of that name, as GST_DEBUG may ask for it: where the plugin is not loaded here, one
// is made. Of those there are only so many, whoever asks.
GstDebugCategory* categoryOf(std::string_view given) {
    constexpr unsigned kMost = 300;
    static std::atomic<unsigned> made{0};
    const std::string name(given);
    if (auto* known = _gst_debug_get_category(name.c_str()))
        return known;
    if (made.fetch_add(1) >= kMost)
        return gst::debugCategory(gst::Room::Camera);
    return _gst_debug_category_new(name.c_str(), 0, "of a camera's own process");
}

} // namespace

std::optional<DebugLine> parseDebugLine(std::string_view line) {
    if (!isTime(word(line)))
        return std::nullopt;
    word(line); // the process
    word(line); // the thread
    const auto level = gstLevel(word(line));
    const auto category = word(line);
    if (!level || !isName(category))
        return std::nullopt;
    return DebugLine{*level, category, line};
}

std::optional<LogLine> parseLogLine(std::string_view line) {
    if (!isTime(word(line)))
        return std::nullopt;
    const auto level = ourLevel(word(line));
    if (!level || line.empty())
        return std::nullopt;
    return LogLine{*level, line};
}

void WorkerLog::take(std::string_view bytes) {
    for (auto end = bytes.find('\n'); end != std::string_view::npos; end = bytes.find('\n')) {
        add(bytes.substr(0, end));
        if (!line_.empty())
            tell(std::exchange(line_, {}));
        bytes.remove_prefix(end + 1);
    }
    add(bytes);
}

void WorkerLog::add(std::string_view part) {
    line_ += part.substr(0, kMostLine - std::min(line_.size(), kMostLine));
}

void WorkerLog::tell(std::string_view line) {
    if (!lines_.take()) {
        ++leftOut_;
        return;
    }
    const auto about = util::log::About("camera").camera(camera_);
    if (const auto many = std::exchange(leftOut_, 0); many > 0)
        util::log::warning(about, camera_, ": ", many, " lines of its own process are left out");
    const gst::CharPtr valid(g_utf8_make_valid(line.data(), static_cast<gssize>(line.size())));
    line = valid.get();
    if (const auto debug = parseDebugLine(line)) {
        auto* category = categoryOf(debug->category);
        if (debug->level <= gst_debug_category_get_threshold(category))
            gst_debug_log_id_literal(category, debug->level, "worker", "", 0, camera_.c_str(),
                                     std::string(debug->text).c_str());
    } else if (const auto own = parseLogLine(line)) {
        util::log::line(own->level, about, camera_, ": its own process: ", own->text);
    } else {
        util::log::info(about, camera_, ": its own process: ", line);
    }
}

} // namespace vitrine::camera
