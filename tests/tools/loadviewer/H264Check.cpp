// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "tools/loadviewer/H264Check.hpp"

#include "tools/loadviewer/ByteOrder.hpp"

#include <utility>

namespace vitrine::loadviewer {

namespace {

constexpr unsigned kSlice = 1;
constexpr unsigned kIdrSlice = 5;
constexpr unsigned kSps = 7;
constexpr unsigned kPps = 8;
constexpr unsigned kLastSingle = 23;
constexpr unsigned kStapA = 24;
constexpr unsigned kFuA = 28;

unsigned nalType(std::uint8_t header) {
    return header & 0x1FU;
}

} // namespace

bool H264Check::onPayload(Bytes payload, bool marker) {
    bool key = false;
    const unsigned type = payload.empty() ? 0 : nalType(payload[0]);
    if (type != kFuA && std::exchange(fragmentOpen_, false))
        ++broken_;
    if (type >= 1 && type <= kLastSingle)
        key = onNal(type);
    else if (type == kStapA)
        key = onAggregate(payload);
    else if (type == kFuA)
        key = onFragment(payload);
    else
        ++broken_;
    if (marker) {
        if (std::exchange(fragmentOpen_, false))
            ++broken_;
        sps_ = pps_ = keyCounted_ = resync_ = false;
    }
    return key;
}

void H264Check::onGap() {
    fragmentOpen_ = sps_ = pps_ = keyCounted_ = false;
    resync_ = true;
}

bool H264Check::onNal(unsigned type) {
    sps_ = sps_ || type == kSps;
    pps_ = pps_ || type == kPps;
    if (type < kSlice || type > kIdrSlice)
        return false;
    const bool idr = type == kIdrSlice;
    if (!std::exchange(slicesSeen_, true))
        startsWithKey_ = idr && sps_ && pps_;
    if (!idr || std::exchange(keyCounted_, true))
        return false;
    ++keyFrames_;
    if (!(sps_ && pps_) && !resync_)
        ++bareKeyFrames_;
    return true;
}

bool H264Check::onAggregate(Bytes payload) {
    bool key = false;
    std::size_t at = 1;
    while (at + 2 < payload.size()) {
        const std::size_t size = readU16(&payload[at]);
        at += 2;
        if (size == 0 || at + size > payload.size())
            break;
        key = onNal(nalType(payload[at])) || key;
        at += size;
    }
    if (at != payload.size() || at == 1)
        ++broken_;
    return key;
}

bool H264Check::onFragment(Bytes payload) {
    if (payload.size() < 3) {
        ++broken_;
        return false;
    }
    const bool first = (payload[1] & 0x80U) != 0;
    const bool last = (payload[1] & 0x40U) != 0;
    // A beginning inside a fragment, or a middle without a beginning (allowed right after a loss).
    if (first == fragmentOpen_ && !resync_)
        ++broken_;
    fragmentOpen_ = !last && (first || fragmentOpen_);
    return first && onNal(nalType(payload[1]));
}

} // namespace vitrine::loadviewer
