// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "rtp/Hex.hpp"
#include "support/SrtpPeer.hpp"
#include "support/catch.hpp"

#include "rtp/SrtpKeys.hpp"

using namespace vitrine;
using test::copyOf;
using test::hex;

TEST_CASE("RTP's session keys are those of RFC 3711, appendix B.3") {
    const auto keys = rtp::deriveKeys(test::someMaster(), rtp::SrtpKind::Rtp);
    CHECK(copyOf(keys.encryption) == hex("C61E7A93744F39EE10734AFE3FF7A087"));
    CHECK(copyOf(keys.salt) == hex("30CBBC08863D8C85D49DB34A9AE1"));
    // Of the 94 bytes printed there HMAC-SHA1 takes the first 20.
    CHECK(copyOf(keys.authentication) == hex("CEBE321F6FF7716B6FD4AB49AF256A156D38BAA4"));
}

TEST_CASE("RTCP has keys of its own") {
    const auto rtp = rtp::deriveKeys(test::someMaster(), rtp::SrtpKind::Rtp);
    const auto rtcp = rtp::deriveKeys(test::someMaster(), rtp::SrtpKind::Rtcp);
    CHECK(rtp.encryption != rtcp.encryption);
    CHECK(rtp.authentication != rtcp.authentication);
    CHECK(rtp.salt != rtcp.salt);
}

TEST_CASE("key and salt lie one behind the other, and are 30 bytes") {
    const auto bytes = test::counting(31);
    const auto master = rtp::SrtpMaster::from(std::span(bytes).first(30));
    REQUIRE(master);
    CHECK(copyOf(master->key) == test::counting(16));
    CHECK(copyOf(master->salt) == test::counting(14, 16));
    CHECK_FALSE(rtp::SrtpMaster::from(bytes));
    CHECK_FALSE(rtp::SrtpMaster::from(std::span(bytes).first(29)));
    CHECK_FALSE(rtp::SrtpMaster::from({}));
}
