// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "util/TokenBucket.hpp"

#include <map>
#include <string>

namespace vitrine::access {

/// How often a password may be tried: by one address, and by all together.
///
/// Owner: the login. Thread: main.
class AttemptMeter {
  public:
    AttemptMeter() = default;

    /// Whether one more try of an IP address (util::peerKey) is to be looked at now. Who comes from
    /// this machine, as all do behind a reverse proxy, is counted with all alone.
    bool allows(const std::string& address, util::Clock::time_point now = util::Clock::now());

    static constexpr double kBurst = 5;
    static constexpr double kPerSecond = 0.1;
    static constexpr double kBurstOfAll = 20;
    static constexpr double kPerSecondOfAll = 1;
    /// More addresses than this are forgotten, the longest unheard of first.
    static constexpr std::size_t kMostAddresses = 4096;

  private:
    struct Visitor {
        util::TokenBucket bucket;
        util::Clock::time_point heard;
    };

    std::map<std::string, Visitor> visitors_;
    util::TokenBucket all_{kPerSecondOfAll, kBurstOfAll};
};

} // namespace vitrine::access
