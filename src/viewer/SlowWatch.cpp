// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "viewer/SlowWatch.hpp"

#include <utility>

namespace vitrine::viewer {

SlowWatch::Change SlowWatch::look(TimePoint now, std::uint64_t dropped, std::optional<double> lost,
                                  std::chrono::seconds limit) {
    const bool more = std::exchange(dropped_, dropped) < dropped;
    if (more || lost.value_or(0) >= kMuchLost) {
        since_ = since_.value_or(now);
        last_ = now;
    } else if (since_ && now - last_ >= kCalm) {
        since_.reset();
        return std::exchange(slow_, false) ? Change::Well : Change::None;
    }
    if (!since_)
        return Change::None;
    if (limit > limit.zero() && last_ - *since_ >= limit)
        return Change::TooLong;
    const bool tell = !slow_ && last_ - *since_ >= kTell;
    slow_ = slow_ || tell;
    return tell ? Change::Slow : Change::None;
}

} // namespace vitrine::viewer
