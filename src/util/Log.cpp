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

struct State {
    std::mutex mutex;
    Levels levels;                            // guarded by mutex
    std::shared_ptr<const Listener> listener; // guarded by mutex
    Repeats repeats;                          // guarded by mutex
    std::atomic<Level> mostOfAny{Level::Info};
};

// Never destroyed: threads that hang may speak at any time.
State& state() {
    static auto& only = *new State;
    return only;
}

bool isWritten(const State& now, Level level, std::string_view room) {
    const auto found = now.levels.rooms.find(room);
    return level <= (found == now.levels.rooms.end() ? now.levels.all : found->second);
}

} // namespace

void setLevels(Levels levels) {
    auto most = levels.all;
    for (const auto& [room, level] : levels.rooms)
        most = std::max(most, level);
    auto& now = state();
    const std::lock_guard lock(now.mutex);
    now.levels = std::move(levels);
    now.mostOfAny.store(most, std::memory_order_relaxed);
}

bool heard(Level level, std::string_view room) {
    if (level <= Level::Info)
        return true;
    auto& now = state();
    if (level > now.mostOfAny.load(std::memory_order_relaxed))
        return false;
    const std::lock_guard lock(now.mutex);
    return isWritten(now, level, room);
}

void setListener(Listener listener) {
    auto next = listener ? std::make_shared<const Listener>(std::move(listener)) : nullptr;
    auto& now = state();
    const std::lock_guard lock(now.mutex);
    std::swap(now.listener, next);
}

bool isJournal() {
    return goesToJournal();
}

void write(Level level, const About& about, std::string_view text) {
    const Line line{level, about, onOneLine(redactSecrets(redactUrls(text)))};
    std::vector<Line> lines;
    std::shared_ptr<const Listener> listener;
    {
        auto& now = state();
        const std::lock_guard lock(now.mutex);
        if (level <= Level::Info)
            listener = now.listener;
        if (isWritten(now, level, about.room()))
            lines = now.repeats.take(line, Clock::now());
    }
    if (listener)
        (*listener)(level, about.room(), line.text);
    for (const auto& each : lines)
        putOut(each);
}

void lastWord(const About& about, std::string_view text) {
    putLast({Level::Error, about, onOneLine(redactSecrets(redactUrls(text)))});
}

void tellRepeats(bool all) {
    std::vector<Line> lines;
    {
        auto& now = state();
        const std::lock_guard lock(now.mutex);
        lines = now.repeats.due(Clock::now(), all);
    }
    for (const auto& each : lines)
        putOut(each);
}

} // namespace vitrine::util::log
