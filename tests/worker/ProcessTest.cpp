// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/MainLoopRunner.hpp"
#include "support/TempDir.hpp"
#include "support/catch.hpp"

#include "worker/Descriptor.hpp"
#include "worker/Process.hpp"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <optional>

using namespace vitrine;
using namespace worker;

namespace {

std::array<int, 2> makePipe() {
    std::array<int, 2> ends{};
    REQUIRE(pipe2(ends.data(), O_CLOEXEC) == 0);
    return ends;
}

/// A shell as the other program; its descriptor 3 is the writing end of a pipe.
struct Shell {
    explicit Shell(const std::string& script, std::vector<std::string> environment = {})
        : program({"/bin/sh", {"sh", "-c", script}, std::move(environment), {writing.get()}},
                  [this](const std::string& how) { ended = how; }) {
        writing = Descriptor();
    }

    // All that it writes to descriptor 3, until it closes that.
    std::string said() const {
        std::string text;
        std::array<char, 512> block{};
        for (ssize_t size = 0; (size = read(reading.get(), block.data(), block.size())) > 0;)
            text.append(block.data(), static_cast<std::size_t>(size));
        return text;
    }
    bool ends() {
        return test::runUntil([this] { return ended.has_value(); });
    }

    std::array<int, 2> pipe = makePipe();
    Descriptor reading{pipe[0]};
    Descriptor writing{pipe[1]};
    std::optional<std::string> ended;
    Process program;
};

} // namespace

TEST_CASE("a worker's environment holds what programs need, and nothing that is ours") {
    const std::vector<std::string> ours{"PATH=/usr/bin",
                                        "GST_DEBUG=3",
                                        "LC_ALL=C.UTF-8",
                                        "NOTIFY_SOCKET=/run/systemd/notify",
                                        "LISTEN_FDS=2",
                                        "CREDENTIALS_DIRECTORY=/run/credentials",
                                        "PATHS=no",
                                        "TURN_PASSWORD=secret",
                                        "XDG_CACHE_HOME=",
                                        "LD_PRELOAD=x.so",
                                        "GST_DEBUG_FILE=/tmp/log"};
    CHECK(cleanEnvironment(ours) == std::vector<std::string>{"PATH=/usr/bin", "GST_DEBUG=3",
                                                             "LC_ALL=C.UTF-8", "XDG_CACHE_HOME="});
}

TEST_CASE("another program has the descriptors it was given, and no others") {
    // Not marked as ours alone: the kernel would let it through.
    const Descriptor leaky(fcntl(0, F_DUPFD, 20));
    REQUIRE(leaky);
    const auto number = std::to_string(leaky.get());
    Shell shell("[ -e /proc/$$/fd/" + number +
                    " ] && echo leaked >&3; [ -e /proc/$$/fd/4 ] && "
                    "echo more >&3; readlink /proc/$$/fd/0 >&3; echo $ONLY >&3; exit 5",
                {"ONLY=this", "PATH=/usr/bin:/bin"});
    CHECK(shell.said() == "/dev/null\nthis\n");
    CHECK(shell.ends());
    CHECK(*shell.ended == "ended with code 5");
    CHECK(shell.program.ended());
}

TEST_CASE("another program gains no privileges and is its own group") {
    Shell shell("grep NoNewPrivs /proc/self/status >&3; [ $$ = $(cut -d ' ' -f 5 /proc/$$/stat) ] "
                "&& echo alone >&3; exit 0",
                {"PATH=/usr/bin:/bin"});
    CHECK(shell.said() == "NoNewPrivs:\t1\nalone\n");
    CHECK(shell.ends());
    CHECK(*shell.ended == "ended with code 0");
}

TEST_CASE("a program that cannot be executed is one that ends at once") {
    std::optional<std::string> how;
    const Process missing({"/no/such/program", {"program"}, {}, {}},
                          [&](const std::string& text) { how = text; });
    REQUIRE(test::runUntil([&] { return how.has_value(); }));
    CHECK(*how == "could not be started");
}

TEST_CASE("what is killed says so, and who gives it up leaves nothing behind") {
    pid_t pid = 0;
    {
        Shell killed("echo up >&3; exec 3>&-; exec sleep 100", {"PATH=/usr/bin:/bin"});
        CHECK(killed.said() == "up\n");
        killed.program.signal(SIGKILL);
        REQUIRE(killed.ends());
        CHECK(*killed.ended == "was killed by signal 9");
        Shell given("echo up >&3; exec 3>&-; exec sleep 100", {"PATH=/usr/bin:/bin"});
        CHECK(given.said() == "up\n");
        pid = given.program.pid();
    }
    CHECK(test::runUntil([&] { return kill(pid, 0) != 0 && errno == ESRCH; }));
}

TEST_CASE("a stopped program is ended, too") {
    pid_t pid = 0;
    {
        Shell stopped("echo up >&3; exec 3>&-; exec sleep 100", {"PATH=/usr/bin:/bin"});
        CHECK(stopped.said() == "up\n");
        pid = stopped.program.pid();
        stopped.program.signal(SIGSTOP);
    }
    CHECK(test::runUntil([&] { return kill(pid, 0) != 0 && errno == ESRCH; }));
}

TEST_CASE("what is seen off may end by itself, and is killed when it does not in time") {
    Shell willing("exit 0", {"PATH=/usr/bin:/bin"});
    const auto started = std::chrono::steady_clock::now();
    seeOff(willing.program.release(), std::chrono::seconds{20});
    Shell stubborn("echo up >&3; exec 3>&-; exec sleep 100", {"PATH=/usr/bin:/bin"});
    CHECK(stubborn.said() == "up\n");
    const auto pid = stubborn.program.pid();
    seeOff(stubborn.program.release(), std::chrono::milliseconds{1});
    CHECK(std::chrono::steady_clock::now() - started < std::chrono::seconds{15});
    CHECK(test::runUntil([&] { return kill(pid, 0) != 0 && errno == ESRCH; }));
    CHECK_FALSE(willing.ended);
    CHECK_FALSE(stubborn.ended);
}

TEST_CASE("what another program writes may go where it is told") {
    const auto ends = makePipe();
    const Descriptor reading(ends[0]);
    Descriptor writing(ends[1]);
    const Process talker({"/bin/sh", {"sh", "-c", "echo out; echo err >&2"}, {}, {}, writing.get()},
                         [](const std::string&) {});
    writing = Descriptor();
    std::string text;
    std::array<char, 64> block{};
    for (ssize_t size = 0; (size = read(reading.get(), block.data(), block.size())) > 0;)
        text.append(block.data(), static_cast<std::size_t>(size));
    CHECK(text == "out\nerr\n");
}
TEST_CASE("another program is in its group before it runs, and goes first where memory runs out") {
    const test::TempDir folder;
    const Descriptor group(open(folder.write("cgroup.procs", "").c_str(), O_RDWR | O_CLOEXEC));
    std::array<int, 2> pipe = makePipe();
    const Descriptor reading(pipe[0]);
    Descriptor writing(pipe[1]);
    std::optional<std::string> ended;
    const Process program({"/bin/sh",
                           {"sh", "-c", "cat /proc/self/oom_score_adj"},
                           {"PATH=/usr/bin:/bin"},
                           {},
                           writing.get(),
                           group.get()},
                          [&](const std::string& how) { ended = how; });
    writing = Descriptor();
    std::array<char, 16> said{};
    REQUIRE(read(reading.get(), said.data(), said.size()) > 0);
    CHECK(std::stoi(said.data()) >= 500); // more where this process itself has more
    std::array<char, 16> entered{};
    CHECK(pread(group.get(), entered.data(), entered.size(), 0) == 1);
    CHECK(entered[0] == '0');
    CHECK(test::runUntil([&] { return ended.has_value(); }));
}
