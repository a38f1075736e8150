// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "fanout/KeyframeGovernor.hpp"

namespace vitrine::fanout {

bool KeyframeGovernor::request(TimePoint now) {
    const std::lock_guard lock(mutex_);
    return ask(now);
}

bool KeyframeGovernor::onFrame(bool key, bool needed, TimePoint now) {
    const std::lock_guard lock(mutex_);
    if (key) {
        lastKey_ = now;
        inFlight_ = false;
    }
    return needed && ask(now);
}

bool KeyframeGovernor::ask(TimePoint now) {
    if (inFlight_ && now - asked_ < kLost)
        return false;
    if (now - lastKey_ < kInterval || now - asked_ < kInterval)
        return false;
    inFlight_ = true;
    asked_ = now;
    return true;
}

} // namespace vitrine::fanout
