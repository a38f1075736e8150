// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "support/RtpBytes.hpp"
#include "viewer/MediaPath.hpp"

#include <algorithm>
#include <memory>

namespace vitrine::test {

/// What a FakePath sent, and how far the next frames come.
struct Wire {
    std::vector<Bytes> datagrams;
    std::size_t room = SIZE_MAX;
    viewer::MediaPath::End end = viewer::MediaPath::End::WouldBlock; ///< when there is no room
};

/// A way to a viewer that keeps everything; the test holds the wire.
class FakePath : public viewer::MediaPath {
  public:
    explicit FakePath(std::shared_ptr<Wire> wire)
        : wire_(std::move(wire)) {}

    Outcome send(const rtp::DatagramBatch& batch, std::size_t from) override {
        const auto all = batch.datagrams().subspan(from);
        const auto count = std::min(wire_->room, all.size());
        for (const auto& datagram : all.first(count))
            wire_->datagrams.push_back(copyOf(batch.bytes(datagram)));
        if (wire_->room != SIZE_MAX)
            wire_->room -= count;
        return {from + count, count == all.size() ? End::Complete : wire_->end};
    }

  private:
    std::shared_ptr<Wire> wire_;
};

} // namespace vitrine::test
