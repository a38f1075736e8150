// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "util/LogOutput.hpp"

#include "util/JournalSocket.hpp"

#include <array>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <sys/stat.h>
#include <unistd.h>

namespace vitrine::util::log {
namespace {

enum class Kind { Journal, Terminal, Plain };

Kind kindOfStandardError() {
    struct stat here {};
    if (fstat(STDERR_FILENO, &here) == 0 &&
        namesStream(std::getenv("JOURNAL_STREAM"), here.st_dev, here.st_ino))
        return Kind::Journal;
    if (isatty(STDERR_FILENO) != 0 && wantsColour(std::getenv("NO_COLOR"), std::getenv("TERM")))
        return Kind::Terminal;
    return Kind::Plain;
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

void writeOut(const std::string& text) {
    if (::write(STDERR_FILENO, text.data(), text.size()) < 0)
        return; // nobody reads stderr any more: there is nobody to tell
}

Kind kind() {
    static const auto known = kindOfStandardError();
    return known;
}

void toJournal(const Line& line) {
    // Threads that go on to the end of the process may speak: it is never closed.
    static const auto& journal = *new JournalSocket;
    static std::atomic<std::uint64_t> lost{0};
    switch (journal.send(journalFields(line))) {
    case JournalSocket::Sent::Full:
        lost.fetch_add(1, std::memory_order_relaxed);
        return;
    case JournalSocket::Sent::No: // its stream may be there all the same
        return writeOut(prefixedLine(line));
    case JournalSocket::Sent::Yes:
        break;
    }
    if (const auto lines = lost.exchange(0, std::memory_order_relaxed); lines > 0)
        journal.send(journalFields(
            {Level::Warning, About("daemon"),
             std::to_string(lines) + " lines were lost: the journal did not read them"}));
}

} // namespace

bool goesToJournal() {
    return kind() == Kind::Journal;
}

void putOut(const Line& line) {
    if (goesToJournal())
        toJournal(line);
    else
        putLast(line);
}

void putLast(const Line& line) {
    writeOut(goesToJournal() ? prefixedLine(line)
                             : terminalLine(line, clockTime(), kind() == Kind::Terminal));
}

} // namespace vitrine::util::log
