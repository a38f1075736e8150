// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "access/AttemptMeter.hpp"

#include "util/PeerKey.hpp"

#include <algorithm>

namespace vitrine::access {

bool AttemptMeter::allows(const std::string& address, util::Clock::time_point now) {
    const auto peer = util::peerKey(address);
    if (!peer.empty()) {
        if (visitors_.size() >= kMostAddresses && !visitors_.contains(peer))
            visitors_.erase(std::min_element(
                visitors_.begin(), visitors_.end(),
                [](const auto& a, const auto& b) { return a.second.heard < b.second.heard; }));
        auto& visitor =
            visitors_.try_emplace(peer, Visitor{{kPerSecond, kBurst, now}, now}).first->second;
        visitor.heard = now;
        if (!visitor.bucket.take(now))
            return false; // and takes nothing from all the others
    }
    return all_.take(now);
}

} // namespace vitrine::access
