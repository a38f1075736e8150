// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "util/Log.hpp"

#include "util/Redact.hpp"

#include <array>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <memory>
#include <mutex>
#include <unistd.h>
#include <utility>

namespace vitrine::util::log {
namespace {

std::atomic<Level> threshold{Level::Info};

std::mutex listenerMutex;
std::shared_ptr<const Listener> listenerNow; // guarded by listenerMutex

std::shared_ptr<const Listener> listener() {
    const std::lock_guard lock(listenerMutex);
    return listenerNow;
}

struct Style {
    const char* name;
    const char* colour;
    int priority; // sd-daemon(3)
};

constexpr std::array<Style, 4> kStyles{{
    {"error", "\033[31m", 3},
    {"warning", "\033[33m", 4},
    {"info", "", 6},
    {"debug", "\033[2m", 7},
}};

bool writesToJournal() {
    static const bool journal = std::getenv("JOURNAL_STREAM") != nullptr && isatty(2) == 0;
    return journal;
}

std::string clockTime() {
    timespec now{};
    clock_gettime(CLOCK_REALTIME, &now);
    tm local{};
    localtime_r(&now.tv_sec, &local);
    std::array<char, 32> text{};
    const auto used = std::strftime(text.data(), text.size(), "%H:%M:%S", &local);
    std::snprintf(text.data() + used, text.size() - used, ".%03d",
                  static_cast<int>(now.tv_nsec / 1000000));
    return text.data();
}

} // namespace

void setLevel(Level level) noexcept {
    threshold.store(level, std::memory_order_relaxed);
}

bool enabled(Level level) noexcept {
    return level <= threshold.load(std::memory_order_relaxed);
}

void setListener(Listener listener) {
    auto next = listener ? std::make_shared<const Listener>(std::move(listener)) : nullptr;
    const std::lock_guard lock(listenerMutex);
    std::swap(listenerNow, next);
}

void write(Level level, std::string_view room, std::string_view given) {
    const auto text = redactUrls(given);
    if (const auto told = listener())
        (*told)(level, room, text);
    const auto& style = kStyles[static_cast<std::size_t>(level)];
    std::ostringstream out;
    if (writesToJournal()) {
        out << '<' << style.priority << '>' << room << ": " << text << '\n';
    } else {
        static const bool colour = isatty(2) != 0;
        out << clockTime() << ' ' << (colour ? style.colour : "") << style.name << ' ' << room
            << ": " << text << (colour && *style.colour ? "\033[0m" : "") << '\n';
    }
    const auto line = out.str();
    // One write per line: lines of several threads do not mix.
    if (::write(STDERR_FILENO, line.data(), line.size()) < 0)
        return; // nobody reads stderr any more: there is nobody to tell
}

} // namespace vitrine::util::log
