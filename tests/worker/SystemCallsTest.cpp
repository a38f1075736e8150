// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "worker/SystemCalls.hpp"

#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <set>
#include <thread>

using namespace vitrine;

namespace {

bool isForbidden(long result) {
    return result == -1 && errno == EPERM;
}

// In a process of its own: what is forbidden is so for good. Gives the first thing that is wrong.
int lookAround() {
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return 1;
    worker::forbidSystemCalls();
    if (!isForbidden(ptrace(PTRACE_TRACEME, 0, nullptr, nullptr)))
        return 2;
    if (!isForbidden(unshare(CLONE_NEWUSER)))
        return 3;
    if (!isForbidden(syscall(SYS_bpf, 0, nullptr, 0)))
        return 4;
    if (!isForbidden(mount("none", "/tmp", "tmpfs", 0, nullptr)))
        return 5;
    if (!isForbidden(syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, nullptr, nullptr, nullptr, 0)))
        return 6;
    // And what cameras do goes on.
    const int descriptor = open("/dev/null", O_RDONLY);
    if (descriptor < 0)
        return 7;
    bool ran = false;
    std::thread([&ran] { ran = true; }).join();
    const auto child = fork();
    if (child == 0)
        _exit(0);
    return ran && waitpid(child, nullptr, 0) == child ? 0 : 8;
}

} // namespace

TEST_CASE("what no camera has a use for is forbidden, and nothing else") {
    const auto child = fork();
    REQUIRE(child >= 0);
    if (child == 0)
        _exit(lookAround());
    int status = 0;
    REQUIRE(waitpid(child, &status, 0) == child);
    REQUIRE(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 0);
}

TEST_CASE("each forbidden call is named once") {
    const auto calls = worker::forbiddenCalls();
    CHECK(std::set<std::string_view>(calls.begin(), calls.end()).size() == calls.size());
    CHECK(std::find(calls.begin(), calls.end(), "") == calls.end());
}
