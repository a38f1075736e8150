// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "tools/netsim/Child.hpp"
#include "tools/netsim/Relay.hpp"

#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sysexits.h>

#include <csignal>
#include <iostream>
#include <stdexcept>

namespace {

using namespace vitrine;
using namespace vitrine::netsim;

constexpr std::string_view kUsage =
    "usage: netsim [--delay MS] [--jitter MS [--reorder]] [--loss PERCENT] [--rate KBIT]\n"
    "              [--queue MS] [--seed N] [-- COMMAND [ARGS]]\n"
    "\n"
    "In a private network namespace (tests/netns): makes a second one, \"the far side\", and "
    "carries\n"
    "IP packets between them as the options say; each option also ends in -to-far or -to-near.\n"
    "Here is 198.51.100.1, there is 198.51.100.2.\n"
    "\n"
    "With COMMAND, runs it on the far side and exits with its status. Without, prints\n"
    "\"ready NAMESPACE\", which `nsenter --net=NAMESPACE` enters, and reads commands from "
    "standard\n"
    "input until it ends: the options without their --, and also down, up, in-order, udp,\n"
    "udp-replies, no-udp and stats.\n"
    "Each is answered by one line.\n";

constexpr auto kNearAddress = "198.51.100.1";
constexpr auto kFarAddress = "198.51.100.2";
constexpr auto kPrefix = "/24";

/// Packets are to leave on time though the machine is busy: no slack, and first in line if allowed.
void bePunctual() {
    constexpr int kNice = -10;
    prctl(PR_SET_TIMERSLACK, 1);
    setpriority(PRIO_PROCESS, 0, kNice);
}

int simulate(const Options& options) {
    auto nearTun = openTun({"tofar", std::string(kNearAddress) + kPrefix, {}});
    // From here on this process lives on the far side, which ends with it; the near device stays
    // where it was made.
    if (unshare(CLONE_NEWNET) != 0)
        throw std::runtime_error("cannot make a network namespace (run this in tests/netns)");
    bringLoopbackUp();
    auto farTun = openTun({"tonear", std::string(kFarAddress) + kPrefix, kNearAddress});
    Relay relay(std::move(nearTun), std::move(farTun), options);
    // No signal needs handling: all that was made ends with this process.
    if (options.command.empty()) {
        bePunctual();
        std::cout << "ready /proc/" << getpid() << "/ns/net"
                  << std::endl; // its reader waits for it
        relay.run(-1, STDIN_FILENO);
        return EXIT_SUCCESS;
    }
    Child child(options.command);
    std::signal(SIGINT, SIG_IGN); // a terminal's Ctrl-C is the command's, and its end ours
    bePunctual();
    relay.run(child.endedFd(), -1);
    std::cerr << "netsim: " << relay.stats() << '\n';
    return child.wait();
}

} // namespace

int main(int argc, char** argv) {
    try {
        const std::vector<std::string> arguments(argv + 1, argv + argc);
        if (arguments.size() == 1 && arguments.front() == "--help") {
            std::cout << kUsage;
            return EXIT_SUCCESS;
        }
        const auto options = parseOptions(arguments);
        if (!options) {
            std::cerr << "netsim: " << options.error().message << '\n' << kUsage;
            return EX_USAGE;
        }
        return simulate(options.value());
    } catch (const std::exception& error) {
        std::cerr << "netsim: " << error.what() << '\n';
        return EX_OSERR;
    }
}
