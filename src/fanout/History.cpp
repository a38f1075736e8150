// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "fanout/History.hpp"

namespace vitrine::fanout {

void History::add(const camera::EncodedFrame& frame) {
    if (frame.key)
        clear();
    else if (frames_.empty())
        return; // nothing to build on
    frames_.push_back(frame);
    bytes_ += frame.bytes;
    if (bytes_ > kMostBytes || frames_.size() > kMostFrames)
        clear();
}

void History::keepYoungerThan(GstClockTime age) {
    if (!frames_.empty() && frames_.front().ready + age < frames_.back().ready)
        clear();
}

void History::clear() {
    frames_.clear();
    bytes_ = 0;
}

} // namespace vitrine::fanout
