// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "util/LogOutput.hpp"

#define SD_JOURNAL_SUPPRESS_LOCATION // it is the caller's that is told, not this file's
#include <systemd/sd-journal.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <sys/stat.h>
#include <sys/uio.h>
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

bool sendToJournal(const Line& line) {
    auto fields = journalFields(line);
    std::vector<iovec> parts;
    for (auto& field : fields)
        parts.push_back({field.data(), field.size()});
    return sd_journal_sendv(parts.data(), static_cast<int>(parts.size())) == 0;
}

void writeOut(const std::string& text) {
    if (::write(STDERR_FILENO, text.data(), text.size()) < 0)
        return; // nobody reads stderr any more: there is nobody to tell
}

} // namespace

void putOut(const Line& line) {
    static const auto kind = kindOfStandardError();
    if (kind != Kind::Journal)
        writeOut(terminalLine(line, clockTime(), kind == Kind::Terminal));
    else if (!sendToJournal(line))
        writeOut(prefixedLine(line));
}

} // namespace vitrine::util::log
