// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/catch.hpp"

#include "util/PeerKey.hpp"

using vitrine::util::peerKey;

TEST_CASE("an IPv4 address is a peer, however it is written") {
    CHECK(peerKey("192.0.2.1") == peerKey("192.0.2.1"));
    CHECK(peerKey("192.0.2.1") != peerKey("192.0.2.2"));
    CHECK(peerKey("::ffff:192.0.2.1") == peerKey("192.0.2.1"));
}

TEST_CASE("the addresses of one IPv6 network of 64 bits are one peer") {
    CHECK(peerKey("2001:db8:1:2::1") == peerKey("2001:db8:1:2:ffff::9"));
    CHECK(peerKey("2001:db8:1:2::1") != peerKey("2001:db8:1:3::1"));
}

TEST_CASE("loopback and what is no address are not counted") {
    for (const auto* text : {"127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1", "", "localhost"})
        CHECK(peerKey(text).empty());
}
