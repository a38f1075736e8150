// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "util/Log.hpp"

#include "util/LogFormat.hpp"
#include "util/LogOutput.hpp"
#include "util/Redact.hpp"
#include "util/Repeats.hpp"

#include <algorithm>
#include <atomic>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace vitrine::util::log {
namespace {

std::mutex mutex;
Levels levelsNow;                            // guarded by mutex
std::shared_ptr<const Listener> listenerNow; // guarded by mutex
Repeats repeats;                             // guarded by mutex
std::atomic<Level> mostOfAny{Level::Info};

void put(const Line& line) {
    std::shared_ptr<const Listener> told;
    {
        const std::lock_guard lock(mutex);
        told = listenerNow;
    }
    if (told && line.level < Level::Debug)
        (*told)(line.level, line.about.room(), line.text);
    putOut(line);
}

} // namespace

void setLevels(Levels levels) {
    auto most = levels.all;
    for (const auto& [room, level] : levels.rooms)
        most = std::max(most, level);
    const std::lock_guard lock(mutex);
    levelsNow = std::move(levels);
    mostOfAny.store(most, std::memory_order_relaxed);
}

bool enabled(Level level, std::string_view room) {
    if (level > mostOfAny.load(std::memory_order_relaxed))
        return false;
    const std::lock_guard lock(mutex);
    const auto found = levelsNow.rooms.find(room);
    return level <= (found == levelsNow.rooms.end() ? levelsNow.all : found->second);
}

void setListener(Listener listener) {
    auto next = listener ? std::make_shared<const Listener>(std::move(listener)) : nullptr;
    const std::lock_guard lock(mutex);
    std::swap(listenerNow, next);
}

void write(Level level, const About& about, std::string_view text) {
    const Line line{level, about, onOneLine(redactSecrets(redactUrls(text)))};
    std::vector<Line> lines;
    {
        const std::lock_guard lock(mutex);
        lines = repeats.take(line, Clock::now());
    }
    for (const auto& each : lines)
        put(each);
}

void tellRepeats(bool all) {
    std::vector<Line> lines;
    {
        const std::lock_guard lock(mutex);
        lines = repeats.due(Clock::now(), all);
    }
    for (const auto& each : lines)
        put(each);
}

} // namespace vitrine::util::log
