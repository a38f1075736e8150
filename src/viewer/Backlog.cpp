// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "viewer/Backlog.hpp"

#include <algorithm>

namespace vitrine::viewer {

void Backlog::add(const rtp::DatagramBatch& batch, std::size_t from, GstClockTime now) {
    if (empty())
        since_ = now;
    ++frames_;
    for (const auto& datagram : batch.datagrams().subspan(from)) {
        const auto bytes = batch.bytes(datagram);
        std::copy(bytes.begin(), bytes.end(), waiting_.open(bytes.size()).begin());
        waiting_.close(bytes.size());
    }
}

MediaPath::End Backlog::send(MediaPath& path) {
    const auto outcome = path.send(waiting_, sent_);
    sent_ = outcome.sent;
    if (outcome.end == MediaPath::End::Complete)
        clear();
    return outcome.end;
}

void Backlog::clear() noexcept {
    waiting_ = {};
    sent_ = 0;
    frames_ = 0;
}

} // namespace vitrine::viewer
