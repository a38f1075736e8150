// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "tools/loadviewer/Endpoint.hpp"

namespace vitrine::loadviewer {

/// Follows the NAL units in a stream of RTP payloads (RFC 6184) and notes what a decoder would
/// stumble over.
///
/// Owner: the MediaReceiver. Thread: its shard's.
class H264Check {
  public:
    /// Takes the payload of the next packet in order. True when a key frame begins with it.
    bool onPayload(Bytes payload, bool marker);
    /// Packets were lost: what is open now cannot be judged.
    void onGap();

    std::uint64_t keyFrames() const { return keyFrames_; }
    /// Payloads that break RFC 6184: empty, cut short, a fragment without its beginning or end, a
    /// type that packetization mode 1 does not allow.
    std::uint64_t broken() const { return broken_; }
    /// Whether the very first frame had SPS and PPS before its IDR slice; only after a slice came.
    bool startsWithKey() const { return startsWithKey_; }
    /// Key frames that came without SPS and PPS before them in their own frame.
    std::uint64_t bareKeyFrames() const { return bareKeyFrames_; }

  private:
    bool onNal(unsigned type);
    bool onAggregate(Bytes payload);
    bool onFragment(Bytes payload);

    std::uint64_t keyFrames_ = 0;
    std::uint64_t bareKeyFrames_ = 0;
    std::uint64_t broken_ = 0;
    bool slicesSeen_ = false;
    bool startsWithKey_ = false;
    bool sps_ = false;
    bool pps_ = false;
    bool keyCounted_ = false;
    bool fragmentOpen_ = false;
    bool resync_ = false;
};

} // namespace vitrine::loadviewer
