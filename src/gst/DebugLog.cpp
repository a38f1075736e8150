// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "gst/DebugLog.hpp"

#include "gst/Ref.hpp"
#include "gst/Story.hpp"
#include "util/Redact.hpp"

#include <algorithm>
#include <array>
#include <unistd.h>
#include <utility>

namespace vitrine::gst {
namespace {

constexpr int kKeptOfOthers = GST_LEVEL_WARNING;
constexpr int kKeptOfOurs = GST_LEVEL_DEBUG;

// What util::log writes itself is not written again.
thread_local bool writtenAlready = false;

// Who hears what this thread says in one category, while it runs DebugLog::hear().
struct Hearer {
    GstDebugCategory* category;
    const std::function<void(std::string_view text)>& each;
};
thread_local const Hearer* hearer = nullptr;

int keptAtLeast(std::string_view category) {
    return category.starts_with("vitrine-") ? kKeptOfOurs : kKeptOfOthers;
}

bool hasValue(const char* variable) {
    const auto* value = g_getenv(variable);
    return value && *value;
}

struct NamedRoom {
    std::string_view name;
    Room room;
};
constexpr std::array kRooms{NamedRoom{"camera", Room::Camera},
                            NamedRoom{"fanout", Room::FanOut},
                            NamedRoom{"viewer", Room::Viewer},
                            NamedRoom{"http", Room::Http},
                            NamedRoom{"gst", Room::Gst},
                            NamedRoom{"signalling", Room::Signalling},
                            NamedRoom{"recording", Room::Recording}};

Room roomOf(std::string_view name) {
    const auto* found = std::find_if(kRooms.begin(), kRooms.end(),
                                     [&](const auto& each) { return each.name == name; });
    return found == kRooms.end() ? Room::Daemon : found->room;
}

GstDebugLevel levelOf(util::log::Level level) {
    switch (level) {
    case util::log::Level::Error:
        return GST_LEVEL_ERROR;
    case util::log::Level::Warning:
        return GST_LEVEL_WARNING;
    case util::log::Level::Info:
        return GST_LEVEL_INFO;
    case util::log::Level::Debug:
        break;
    }
    return GST_LEVEL_DEBUG;
}

// Elements put a debug line together when its level is not above _gst_debug_min, the highest
// threshold of any category (GST_CAT_LEVEL_LOG in gstinfo.h), and only then is its own category's
// looked at. Our stories do not ask it (Story). Left where they raise it, every frame would pay for
// lines of all its elements that nobody keeps; GStreamer itself never lowers it.
void askElementsFor(const DebugThresholds& shown) {
    int most = kKeptOfOthers;
    for (const auto& entry : shown.entries())
        most = std::max(most, entry.level);
    _gst_debug_min = static_cast<GstDebugLevel>(most);
}

template <typename Function>
void forEachCategory(Function function) {
    const Unique<GSList, g_slist_free> all(gst_debug_get_all_categories());
    for (const auto* each = all.get(); each; each = each->next)
        function(static_cast<GstDebugCategory*>(each->data));
}

} // namespace

DebugLog::DebugLog()
    : toFile_(hasValue("GST_DEBUG_FILE")) {
    debugCategory(Room::Gst); // with it all of ours are there
    if (const auto* asked = g_getenv("GST_DEBUG"); asked && *asked) {
        if (auto read = DebugThresholds::parse(asked))
            shown_ = std::move(read).value();
        else
            util::log::warning("gst", "GST_DEBUG: ", read.error().message);
    }
    for (const auto& entry : shown_.entries())
        patterns_.push_back(entry.pattern);
    if (!toFile_)
        gst_debug_remove_log_function(gst_debug_log_default);
    gst_debug_add_log_function(onMessage, this, nullptr);
    gst_debug_set_active(TRUE);
    gst_debug_set_default_threshold(static_cast<GstDebugLevel>(kKeptOfOthers));
    apply();
    util::log::setListener([this](util::log::Level level, std::string_view room,
                                  std::string_view text) { onLogLine(level, room, text); });
}

DebugLog::~DebugLog() {
    util::log::setListener(nullptr);
    onShown_ = {};
    show({}); // GStreamer forgets what it was told
    gst_debug_remove_log_function_by_data(this);
}

void DebugLog::show(DebugThresholds shown) {
    {
        const std::lock_guard lock(mutex_);
        shown_ = std::move(shown);
        before_.reset();
    }
    apply();
    tellShown();
}

void DebugLog::toggleStories() {
    {
        const std::lock_guard lock(mutex_);
        if (before_) {
            shown_ = *std::exchange(before_, std::nullopt);
        } else {
            before_ = shown_;
            shown_ = DebugThresholds::parse("vitrine*:5").value();
        }
    }
    apply();
    tellShown();
}

void DebugLog::tellShown() const {
    if (onShown_)
        onShown_();
}

DebugThresholds DebugLog::shown() const {
    const std::lock_guard lock(mutex_);
    return shown_;
}

// GStreamer keeps what it was told of a pattern, for categories to come, until it is told to forget
// it: else whoever asks often would make that list grow for ever.
void DebugLog::apply() {
    const auto shown = this->shown();
    std::vector<std::string> patterns;
    for (const auto& entry : shown.entries())
        patterns.push_back(entry.pattern);
    {
        const std::lock_guard lock(mutex_);
        std::swap(patterns_, patterns);
    }
    for (const auto& pattern : patterns)
        gst_debug_unset_threshold_for_name(pattern.c_str());
    for (const auto& [pattern, level] : shown.entries())
        gst_debug_set_threshold_for_name(
            pattern.c_str(), static_cast<GstDebugLevel>(std::max(level, kKeptOfOthers)));
    forEachCategory([&](GstDebugCategory* category) {
        const auto* name = gst_debug_category_get_name(category);
        gst_debug_category_set_threshold(
            category, static_cast<GstDebugLevel>(std::max(shown.levelOf(name), keptAtLeast(name))));
    });
    askElementsFor(shown);
}

void DebugLog::hear(const char* category, GstDebugLevel level,
                    const std::function<void(std::string_view text)>& each,
                    const std::function<void()>& fn) {
    auto* heard = _gst_debug_get_category(category);
    if (!heard)
        return fn();
    gst_debug_category_set_threshold(heard,
                                     std::max(level, gst_debug_category_get_threshold(heard)));
    _gst_debug_min = std::max(level, _gst_debug_min);
    const Hearer here{heard, each};
    hearer = &here;
    fn();
    hearer = nullptr;
    apply();
}

std::string DebugLog::text() const {
    return details_.text() + stories_.text();
}

void DebugLog::writeInCrash(int descriptor) const noexcept {
    details_.writeInCrash(descriptor);
    stories_.writeInCrash(descriptor);
}

std::vector<DebugLog::Category> DebugLog::categories() const {
    const auto shown = this->shown();
    std::vector<Category> all;
    forEachCategory([&](GstDebugCategory* category) {
        const auto* name = gst_debug_category_get_name(category);
        all.push_back({name, shown.levelOf(name), gst_debug_category_get_threshold(category)});
    });
    std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    return all;
}

void DebugLog::onMessage(GstDebugCategory* category, GstDebugLevel level, const gchar* file,
                         const gchar* function, gint line, GObject* object,
                         GstDebugMessage* message, gpointer self) {
    // GStreamer hands every message to every log function once any category's threshold lets it.
    if (level > gst_debug_category_get_threshold(category))
        return;
    if (hearer && hearer->category == category)
        return hearer->each(gst_debug_message_get(message));
    auto* log = static_cast<DebugLog*>(self);
    const CharPtr text(
        gst_debug_log_get_line(category, level, file, function, line, object, message));
    g_strchomp(text.get());
    auto kept = util::redactSecrets(util::redactUrls(text.get()));
    const bool always = level <= keptAtLeast(gst_debug_category_get_name(category));
    (always ? log->stories_ : log->details_).add(kept);
    if (log->toFile_ || writtenAlready ||
        level > log->shown().levelOf(gst_debug_category_get_name(category)))
        return;
    kept += '\n';
    // One write a line: lines of several threads do not mix.
    if (::write(STDERR_FILENO, kept.data(), kept.size()) < 0)
        return; // nobody reads stderr any more
}

void DebugLog::onLogLine(util::log::Level level, std::string_view room, std::string_view text) {
    if (level <= util::log::Level::Warning)
        troubles_.fetch_add(1, std::memory_order_relaxed);
    writtenAlready = true;
    gst_debug_log_literal(debugCategory(roomOf(room)), levelOf(level), "log", "log", 0, nullptr,
                          std::string(text).c_str());
    writtenAlready = false;
}

} // namespace vitrine::gst
