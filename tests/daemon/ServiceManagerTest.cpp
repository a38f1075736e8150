// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/MainLoopRunner.hpp"
#include "support/NotifySocket.hpp"
#include "support/catch.hpp"

#include "daemon/ServiceManager.hpp"

#include <chrono>
#include <cstdlib>
#include <string>
#include <unistd.h>

using namespace vitrine::daemon;
using vitrine::test::NotifySocket;
using vitrine::test::runUntil;

namespace {

/// The environment of a service, for as long as this lives.
struct Service {
    explicit Service(const std::string& watchdogMicroseconds = {}) {
        setenv("NOTIFY_SOCKET", address.c_str(), 1);
        if (watchdogMicroseconds.empty())
            return;
        setenv("WATCHDOG_USEC", watchdogMicroseconds.c_str(), 1);
        setenv("WATCHDOG_PID", std::to_string(getpid()).c_str(), 1);
    }
    ~Service() {
        for (const auto* name : {"NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"})
            unsetenv(name);
    }
    Service(const Service&) = delete;
    Service& operator=(const Service&) = delete;

    std::string address = "@vitrine-test-" + std::to_string(getpid());
    NotifySocket socket{address};
};

} // namespace

TEST_CASE("the status line counts what there is") {
    struct Row {
        Census census;
        std::string line;
    };
    for (const auto& row : {
             Row{{3, 3, 0, 7, false}, "3 cameras live, 7 viewers"},
             Row{{1, 1, 0, 1, false}, "1 camera live, 1 viewer"},
             Row{{0, 0, 0, 0, false}, "0 cameras live, 0 viewers"},
             Row{{3, 2, 0, 7, false}, "2 of 3 cameras live, 7 viewers"},
             Row{{3, 1, 1, 7, false}, "1 of 3 cameras live, 1 idle, 7 viewers"},
             Row{{1, 0, 1, 0, false}, "0 of 1 camera live, 1 idle, 0 viewers"},
         })
        CHECK(statusLine(row.census) == row.line);
    CHECK_THAT(statusLine({2, 2, 0, 0, true}),
               ContainsSubstring("2 cameras live, 0 viewers; the configuration on disk is wrong"));
}

TEST_CASE("systemd is told of the beginning, a reload and the end") {
    const Service service;
    ServiceManager manager;
    manager.status("1 camera live, 0 viewers");
    CHECK(service.socket.next() == "STATUS=1 camera live, 0 viewers");
    manager.ready();
    CHECK(service.socket.next() == "READY=1");

    const auto before = g_get_monotonic_time();
    manager.reloading();
    const auto said = service.socket.next();
    const std::string start = "RELOADING=1\nMONOTONIC_USEC=";
    REQUIRE(said.rfind(start, 0) == 0);
    const auto when = std::stoll(said.substr(start.size()));
    CHECK(when >= before);
    CHECK(when <= g_get_monotonic_time());

    manager.stopping();
    CHECK(service.socket.next() == "STOPPING=1");
    CHECK(service.socket.next() == "STATUS=stopping");
    CHECK(service.socket.next().empty());
}

TEST_CASE("a status is told once") {
    const Service service;
    ServiceManager manager;
    manager.status("a");
    manager.status("a");
    manager.status("b");
    CHECK(service.socket.next() == "STATUS=a");
    CHECK(service.socket.next() == "STATUS=b");
    CHECK(service.socket.next().empty());
}

TEST_CASE("the watchdog is answered from the main loop, and only while it turns") {
    const Service service("100000");
    const ServiceManager manager;
    CHECK(service.socket.next().empty());
    const auto began = std::chrono::steady_clock::now();
    for (int beat = 0; beat < 3; ++beat)
        REQUIRE(runUntil([&] { return service.socket.next() == "WATCHDOG=1"; }));
    // Twice as often as is asked for; a busy machine makes it later, never earlier.
    CHECK(std::chrono::steady_clock::now() - began >= std::chrono::milliseconds{149});
    CHECK(service.socket.next().empty());
}

TEST_CASE("without a watchdog and without a service manager nothing is said") {
    {
        const Service service;
        const ServiceManager manager;
        CHECK(runUntil([] { return g_main_context_pending(nullptr) == FALSE; }));
        CHECK(service.socket.next().empty());
    }
    ServiceManager manager;
    manager.ready();
    manager.status("unheard");
}
