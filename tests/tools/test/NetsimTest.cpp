// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "tools/loadviewer/FileDescriptor.hpp"
#include "tools/netsim/Conditions.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdlib>
#include <optional>
#include <string>
#include <vector>

using namespace vitrine::netsim;
using namespace std::chrono_literals;
using vitrine::loadviewer::FileDescriptor;

namespace {

constexpr auto kPort = 7;

/// A running netsim, its commands and its answers.
class Netsim {
  public:
    explicit Netsim(std::vector<std::string> arguments) {
        std::array<int, 2> in{};
        std::array<int, 2> out{};
        REQUIRE(pipe2(in.data(), O_CLOEXEC) == 0);
        REQUIRE(pipe2(out.data(), O_CLOEXEC) == 0);
        const FileDescriptor childIn(in[0]);
        const FileDescriptor childOut(out[1]);
        commands_ = FileDescriptor(in[1]);
        answers_ = FileDescriptor(out[0]);
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_adddup2(&actions, childIn.get(), STDIN_FILENO);
        posix_spawn_file_actions_adddup2(&actions, childOut.get(), STDOUT_FILENO);
        const auto* program = std::getenv("NETSIM");
        REQUIRE(program);
        arguments.insert(arguments.begin(), program);
        std::vector<char*> words;
        for (auto& word : arguments)
            words.push_back(word.data());
        words.push_back(nullptr);
        const int failed = posix_spawn(&pid_, program, &actions, nullptr, words.data(), environ);
        posix_spawn_file_actions_destroy(&actions);
        REQUIRE(failed == 0);
    }

    ~Netsim() {
        commands_ = {};
        kill(pid_, SIGKILL);
        waitpid(pid_, nullptr, 0);
    }
    Netsim(const Netsim&) = delete;
    Netsim& operator=(const Netsim&) = delete;

    /// The next line it says; an empty one when it has ended.
    std::string line() {
        std::string text;
        for (char each = 0; read(answers_.get(), &each, 1) == 1 && each != '\n';)
            text += each;
        return text;
    }

    std::string ask(std::string command) {
        command += '\n';
        REQUIRE(write(commands_.get(), command.data(), command.size()) > 0);
        return line();
    }

  private:
    pid_t pid_ = -1;
    FileDescriptor commands_;
    FileDescriptor answers_;
};

/// A UDP socket in the calling thread's namespace.
FileDescriptor udpSocket() {
    FileDescriptor fd(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    REQUIRE(fd);
    return fd;
}

/// The same in another namespace.
FileDescriptor udpSocketIn(const std::string& path) {
    const FileDescriptor here(open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC));
    const FileDescriptor there(open(path.c_str(), O_RDONLY | O_CLOEXEC));
    INFO(path);
    REQUIRE(there);
    REQUIRE(setns(there.get(), CLONE_NEWNET) == 0);
    auto fd = udpSocket();
    REQUIRE(setns(here.get(), CLONE_NEWNET) == 0);
    return fd;
}

sockaddr_in addressOf(const char* host) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(kPort);
    inet_pton(AF_INET, host, &address.sin_addr);
    return address;
}

/// An echo on the far side, asked from here: both ends in this one thread.
class Echo {
  public:
    explicit Echo(const std::string& farNamespace)
        : far_(udpSocketIn(farNamespace))
        , near_(udpSocket()) {
        const auto address = addressOf("198.51.100.2");
        const auto* generic = reinterpret_cast<const sockaddr*>(&address);
        REQUIRE(bind(far_.get(), generic, sizeof address) == 0);
        REQUIRE(connect(near_.get(), generic, sizeof address) == 0);
    }

    /// The round trips, in milliseconds, of `count` numbered packets sent `spacing` apart; those
    /// that are not back `patience` after the last was sent are not among them.
    std::vector<double> ask(std::uint32_t count, Clock::duration spacing,
                            Clock::duration patience) {
        const auto start = Clock::now();
        std::vector<double> trips;
        std::uint32_t sent = 0;
        const auto end = start + count * spacing + patience;
        for (auto now = start; now < end && trips.size() < count; now = Clock::now()) {
            for (; sent < count && now >= start + sent * spacing; ++sent) {
                const Question question{sent, Clock::now()};
                REQUIRE(send(near_.get(), &question, sizeof question, 0) == sizeof question);
            }
            std::array<pollfd, 2> watched{{{far_.get(), POLLIN, 0}, {near_.get(), POLLIN, 0}}};
            poll(watched.data(), watched.size(), 1);
            sendBack();
            Question question{};
            while (recv(near_.get(), &question, sizeof question, 0) == sizeof question)
                trips.push_back(Milliseconds(Clock::now() - question.sent).count());
        }
        return trips;
    }

  private:
    struct Question {
        std::uint32_t number;
        Clock::time_point sent;
    };

    void sendBack() {
        Question question{};
        sockaddr_in from{};
        auto* generic = reinterpret_cast<sockaddr*>(&from);
        for (socklen_t size = sizeof from; recvfrom(far_.get(), &question, sizeof question, 0,
                                                    generic, &size) == sizeof question;)
            REQUIRE(sendto(far_.get(), &question, sizeof question, 0, generic, size) > 0);
    }

    FileDescriptor far_;
    FileDescriptor near_;
};

/// The namespace that it says is ready.
std::string namespaceOf(Netsim& netsim) {
    const auto line = netsim.line();
    constexpr std::string_view kReady = "ready ";
    INFO(line);
    REQUIRE(line.starts_with(kReady));
    return line.substr(kReady.size());
}

double median(std::vector<double> values) {
    REQUIRE_FALSE(values.empty());
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

} // namespace

TEST_CASE("netsim: packets take the delay, both ways, and it can be changed") {
    Netsim netsim({"--delay", "50"});
    Echo echo(namespaceOf(netsim));
    const auto slow = echo.ask(50, 10ms, 1s);
    REQUIRE(slow.size() == 50);
    CHECK(*std::min_element(slow.begin(), slow.end()) >= 100);
    CHECK(median(slow) < 110);

    CHECK(netsim.ask("delay 0") == "ok");
    const auto fast = echo.ask(50, 10ms, 1s);
    REQUIRE(fast.size() == 50);
    CHECK(median(fast) < 10);
}

TEST_CASE("netsim: a fifth of the packets is lost at 20 %, and none at 0 %") {
    Netsim netsim({"--loss-to-far", "20"});
    Echo echo(namespaceOf(netsim));
    // Six standard deviations of 2000 tries are 5.4 %.
    const auto back = echo.ask(2000, 1ms, 500ms).size();
    CHECK(back > 1490);
    CHECK(back < 1710);
    CHECK_THAT(netsim.ask("stats"), ContainsSubstring("\"lost\":" + std::to_string(2000 - back)));

    CHECK(netsim.ask("loss 0") == "ok");
    CHECK(echo.ask(500, 1ms, 500ms).size() == 500);
}

TEST_CASE("netsim: a pulled cable and its return") {
    Netsim netsim({});
    Echo echo(namespaceOf(netsim));
    CHECK(echo.ask(10, 1ms, 500ms).size() == 10);
    CHECK(netsim.ask("down") == "ok");
    CHECK(echo.ask(10, 1ms, 100ms).empty());
    CHECK(netsim.ask("up") == "ok");
    CHECK(echo.ask(10, 1ms, 500ms).size() == 10);
    CHECK_THAT(netsim.ask("sideways"), ContainsSubstring("error: "));
}
