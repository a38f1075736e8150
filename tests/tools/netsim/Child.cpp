// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "tools/netsim/Child.hpp"

#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <sysexits.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <system_error>
#include <vector>

namespace vitrine::netsim {

namespace {

constexpr int kSignalBase = 128;

std::system_error failure(const char* what) {
    return {errno, std::generic_category(), what};
}

} // namespace

Child::Child(std::span<const std::string> command) {
    std::vector<char*> arguments;
    for (const auto& word : command)
        arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    pid_ = fork();
    if (pid_ < 0)
        throw failure("fork");
    if (pid_ == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        execvp(arguments.front(), arguments.data());
        std::perror(arguments.front());
        _exit(EX_UNAVAILABLE);
    }
    // The system call: the header of glibc 2.36 forgets that C++ may include it.
    ended_ = FileDescriptor(static_cast<int>(syscall(SYS_pidfd_open, pid_, 0)));
    if (!ended_) {
        const auto error = failure("pidfd_open");
        kill(pid_, SIGKILL);
        wait();
        throw error;
    }
}

Child::~Child() {
    if (pid_ < 0)
        return;
    kill(pid_, SIGKILL);
    wait();
}

int Child::wait() {
    int status = 0;
    while (waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    pid_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : kSignalBase + WTERMSIG(status);
}

} // namespace vitrine::netsim
