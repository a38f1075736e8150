// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "fuzz/Fuzz.hpp"

#include "rtp/Feedback.hpp"

using namespace vitrine;

namespace {

constexpr std::size_t kReportBytes = 24;
constexpr unsigned kMostCounted = 65535; // transport-wide feedback has 16 bits for it

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::span packet(data, size);
    const auto feedback = rtp::parseFeedback(packet);
    fuzz::promise(feedback.reports.size() * kReportBytes <= size, "reports are in the packet");
    fuzz::promise(feedback.nacked.size() <= rtp::kMostNacked, "there is an end to what is asked");
    if (feedback.transport)
        fuzz::promise(feedback.transport->received + feedback.transport->lost <= kMostCounted,
                      "no more packets are spoken of than can be counted");
    // What is read first does not depend on what follows.
    const auto part = rtp::parseFeedback(packet.first(size / 2));
    fuzz::promise(part.reports.size() <= feedback.reports.size() &&
                      part.nacked.size() <= feedback.nacked.size() &&
                      part.wantsKeyFrame <= feedback.wantsKeyFrame && part.bye <= feedback.bye,
                  "half of it says no more than all of it");
    return 0;
}
