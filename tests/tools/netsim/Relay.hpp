// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "tools/netsim/DelayQueue.hpp"
#include "tools/netsim/Firewall.hpp"
#include "tools/netsim/Link.hpp"
#include "tools/netsim/Options.hpp"
#include "tools/netsim/Tun.hpp"

#include <array>
#include <functional>
#include <string>

namespace vitrine::netsim {

/// Carries packets between two TUN devices as the conditions have it, and changes these on command.
///
/// Owner: main. Thread: the one that calls run(). Calls out on: the same.
class Relay {
  public:
    Relay(FileDescriptor nearTun, FileDescriptor farTun, const Options& options);

    /// Carries packets until `stop` is readable or `commands` ends; either may be -1. Commands are
    /// lines of applyCommand()'s words and `stats`, each answered on standard output by one line.
    void run(int stop, int commands);

    /// What became of the packets so far, as JSON.
    std::string stats() const;

  private:
    struct Path {
        int from;
        int to;
        Link link;
        DelayQueue queue;

        void take(Clock::time_point now, Firewall& firewall, Udp rule);
        void deliver(Clock::time_point now);
    };

    bool readCommands(int commands);
    std::string answer(const std::string& command);
    void apply(const Conditioning& conditions);

    FileDescriptor nearTun_;
    FileDescriptor farTun_;
    Conditioning conditions_;
    Firewall firewall_;
    Path toFar_;
    Path toNear_;
    std::string typed_; ///< the beginning of a command whose end has not come yet
};

} // namespace vitrine::netsim
