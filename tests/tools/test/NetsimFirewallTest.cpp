// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "tools/netsim/Firewall.hpp"

#include <vector>

using namespace vitrine::netsim;

namespace {

constexpr std::uint8_t kTcp = 6;
constexpr std::uint8_t kUdp = 17;

/// From host `from`, port 1000 and its number, to host `to`, in the same way.
std::vector<std::uint8_t> packet(std::uint8_t from, std::uint8_t to, std::uint8_t protocol = kUdp) {
    std::vector<std::uint8_t> bytes(28);
    bytes[0] = 0x45;
    bytes[9] = protocol;
    bytes[15] = from;
    bytes[19] = to;
    bytes[20] = bytes[22] = 3;
    bytes[21] = from;
    bytes[23] = to;
    return bytes;
}

} // namespace

TEST_CASE("netsim: without UDP everything else passes") {
    Firewall firewall;
    CHECK_FALSE(firewall.passes(packet(1, 2), Udp::None));
    CHECK(firewall.passes(packet(1, 2, kTcp), Udp::None));
    CHECK(firewall.passes(packet(1, 2), Udp::All));
    CHECK(firewall.passes({}, Udp::None));
}

TEST_CASE("netsim: a reply passes once it has been asked for, by the same ports") {
    Firewall firewall;
    CHECK_FALSE(firewall.passes(packet(1, 2), Udp::Replies));
    CHECK(firewall.passes(packet(2, 3), Udp::All));
    CHECK_FALSE(firewall.passes(packet(1, 2), Udp::Replies));
    CHECK(firewall.passes(packet(2, 1), Udp::All));
    CHECK(firewall.passes(packet(1, 2), Udp::Replies));
}
