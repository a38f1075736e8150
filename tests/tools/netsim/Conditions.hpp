// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <chrono>

namespace vitrine::netsim {

using Clock = std::chrono::steady_clock;
using Milliseconds = std::chrono::duration<double, std::milli>;

/// Which UDP a firewall lets through: all, what answers something that went the other way, or none.
enum class Udp { All, Replies, None };

/// What one direction of the way does to packets. Thread: a plain value.
struct Conditions {
    Milliseconds delay{0};
    Milliseconds jitter{0};  ///< a packet takes from `delay` to `delay + jitter`
    bool reorder = false;    ///< whether jitter may let a packet overtake another
    double lossPercent = 0;  ///< each packet's own chance
    double kilobits = 0;     ///< a second; 0: no limit
    Milliseconds queue{200}; ///< how much may wait for a limited rate before more is dropped
    bool up = true;          ///< false: a pulled cable
    Udp udp = Udp::All;
};

} // namespace vitrine::netsim
