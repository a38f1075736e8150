// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "viewer/PublicAddress.hpp"

using vitrine::viewer::beyondNat;

TEST_CASE("a host candidate beyond the NAT has the public address and the same port") {
    CHECK(
        beyondNat("candidate:1 1 UDP 2015363327 10.0.0.7 50000 typ host", "203.0.113.9") ==
        "candidate:11to1 1 UDP 1679819007 203.0.113.9 50000 typ srflx raddr 10.0.0.7 rport 50000");
    CHECK(beyondNat("candidate:2 1 TCP 1015021823 10.0.0.7 50001 typ host tcptype passive",
                    "203.0.113.9") ==
          "candidate:21to1 1 TCP 1686110463 203.0.113.9 50001 typ srflx raddr 10.0.0.7 rport 50001 "
          "tcptype passive");
    CHECK(beyondNat("candidate:1 1 UDP 2015363327 fd00::7 50000 typ host", "2001:db8::9") ==
          "candidate:11to1 1 UDP 1679819007 2001:db8::9 50000 typ srflx raddr fd00::7 rport 50000");
}

TEST_CASE("what is no host candidate of the same family stays alone") {
    const auto* const host = "candidate:1 1 UDP 2015363327 10.0.0.7 50000 typ host";
    CHECK(beyondNat(host, "").empty());
    CHECK(beyondNat(host, "2001:db8::9").empty());
    CHECK(beyondNat("candidate:1 1 UDP 1 fd00::7 50000 typ host", "203.0.113.9").empty());
    CHECK(
        beyondNat("candidate:1 1 UDP 1 10.0.0.7 5 typ relay raddr 10.0.0.8 rport 6", "203.0.113.9")
            .empty());
    CHECK(beyondNat("", "203.0.113.9").empty());
    CHECK(beyondNat("candidate:1 1 UDP", "203.0.113.9").empty());
}
