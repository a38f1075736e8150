// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "fanout/KeyframeBudget.hpp"

#include <algorithm>

namespace vitrine::fanout {

void KeyframeBudget::wish(TimePoint now) {
    const std::lock_guard lock(mutex_);
    wishes_ = wishes_ || now - sent_ >= kOnItsWay;
}

void KeyframeBudget::fulfil(TimePoint now) {
    const std::lock_guard lock(mutex_);
    wishes_ = false;
    sent_ = now;
}

bool KeyframeBudget::wishes() const {
    const std::lock_guard lock(mutex_);
    return wishes_;
}

bool KeyframeBudget::affords(TimePoint now) const {
    const std::lock_guard lock(mutex_);
    return paidUntil_ <= now + (kMost - 1) * refill_;
}

void KeyframeBudget::pay(TimePoint now) {
    const std::lock_guard lock(mutex_);
    paidUntil_ = std::max(paidUntil_, now) + refill_;
}

} // namespace vitrine::fanout
