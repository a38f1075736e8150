// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "viewer/RepairPolicy.hpp"

using vitrine::viewer::RepairPolicy;

namespace {

constexpr GstClockTime kStart = 100 * GST_SECOND;
constexpr std::size_t kPacket = 1200;

// How many packets in a row from `first` on may be sent again now.
std::size_t burst(RepairPolicy& policy, std::uint64_t first) {
    std::size_t count = 0;
    while (policy.copies(first + count, kPacket, kStart) == 1)
        ++count;
    return count;
}

} // namespace

TEST_CASE("repairs take a burst, and then as many bytes as the stream itself") {
    RepairPolicy policy;
    const auto all = RepairPolicy::kMostBytes / kPacket;
    CHECK(burst(policy, 0) == all);
    policy.earn(10 * kPacket);
    CHECK(burst(policy, 1000) >= 10);
    CHECK(burst(policy, 2000) <= 1);
    // Who asks for nothing for long saves up no more than the burst.
    for (int i = 0; i < 1000; ++i)
        policy.earn(10 * kPacket);
    CHECK(burst(policy, 3000) == all);
}

TEST_CASE("a packet is not sent again while its repair may be on the way") {
    RepairPolicy policy;
    CHECK(policy.copies(7, kPacket, kStart) == 1);
    CHECK(policy.copies(7, kPacket, kStart + 5 * GST_MSECOND) == 0);
    CHECK(policy.copies(8, kPacket, kStart + 5 * GST_MSECOND) == 1);
    CHECK(policy.copies(7, kPacket, kStart + 10 * GST_MSECOND) == 1);
    policy.setRoundTrip(100 * GST_MSECOND);
    CHECK(policy.copies(7, kPacket, kStart + 70 * GST_MSECOND) == 0);
    CHECK(policy.copies(7, kPacket, kStart + 110 * GST_MSECOND) == 1);
    // Another packet at the same place in the log is another packet.
    CHECK(policy.copies(7 + 256, kPacket, kStart + 111 * GST_MSECOND) == 1);
}

TEST_CASE("for a while after a loss repairs go out twice, as far as the budget reaches") {
    RepairPolicy policy;
    CHECK(policy.copies(0, kPacket, kStart) == 1);
    policy.noteLoss(kStart);
    CHECK(policy.copies(1, kPacket, kStart) == 2);
    for (std::uint64_t own = 10; policy.copies(own, kPacket, kStart) == 2; ++own)
        ;
    policy.earn(5 * kPacket);
    CHECK(policy.copies(2, kPacket, kStart + 9 * GST_SECOND) == 2);
    CHECK(policy.copies(3, kPacket, kStart + 11 * GST_SECOND) == 1);
}
