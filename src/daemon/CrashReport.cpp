// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "daemon/CrashReport.hpp"

#include <array>
#include <atomic>
#include <csignal>
#include <string_view>
#include <unistd.h>

namespace vitrine::daemon {
namespace {

constexpr std::array kCrashes{SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT};

std::atomic<const gst::DebugLog*> lastLines{nullptr};

// Only what signal-safety(7) allows. A second crash in here ends the process: the handler is gone.
void onCrash(int signal) {
    constexpr std::string_view begin = "vitrine crashes; its last debug lines:\n";
    constexpr std::string_view end = "vitrine crashed; these were its last debug lines\n";
    if (const auto* log = lastLines.exchange(nullptr)) {
        if (::write(STDERR_FILENO, begin.data(), begin.size()) < 0)
            return;
        log->writeInCrash(STDERR_FILENO);
        if (::write(STDERR_FILENO, end.data(), end.size()) < 0)
            return;
    }
    // Whether it came from an instruction, which would fault again, or from elsewhere.
    raise(signal);
}

bool isFree(int signal) {
    struct sigaction now {};
    return sigaction(signal, nullptr, &now) == 0 && (now.sa_flags & SA_SIGINFO) == 0 &&
           now.sa_handler == SIG_DFL;
}

} // namespace

CrashReport::CrashReport(const gst::DebugLog& log) {
    lastLines = &log;
    struct sigaction action {};
    action.sa_handler = onCrash;
    action.sa_flags = static_cast<int>(SA_RESETHAND);
    for (const int signal : kCrashes)
        if (isFree(signal))
            sigaction(signal, &action, nullptr);
}

CrashReport::~CrashReport() {
    lastLines = nullptr;
}

} // namespace vitrine::daemon
