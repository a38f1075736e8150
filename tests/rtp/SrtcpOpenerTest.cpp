// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/SrtpPeer.hpp"
#include "support/catch.hpp"

#include "rtp/SrtcpOpener.hpp"
#include "rtp/SrtpProtector.hpp"

using namespace vitrine;
using test::Bytes;

namespace {

Bytes report(std::uint32_t ssrc, std::size_t words = 6) {
    auto bytes = test::counting(8 + 4 * words, 7);
    rtp::writeU32(bytes.data(), 0x81C90000U | static_cast<std::uint32_t>(words + 1));
    rtp::writeU32(bytes.data() + 4, ssrc);
    return bytes;
}

/// A receiver whose RTCP is protected as we protect, at any index.
struct Receiver {
    rtp::SrtpProtector srtp{test::someMaster()};
    rtp::SrtcpOpener opener{test::someMaster()};

    Bytes sealed(std::uint32_t index, std::uint32_t ssrc = 1) {
        auto bytes = report(ssrc);
        const auto size = bytes.size();
        bytes.resize(size + rtp::SrtpProtector::kRtcpTrailerBytes);
        srtp.protectRtcp(bytes, size, index);
        return bytes;
    }
    bool opens(Bytes packet) { return bool(opener.open(packet)); }
};

} // namespace

TEST_CASE("what libsrtp protects is opened, whatever its size") {
    test::SrtpPeer peer(test::someMaster());
    rtp::SrtcpOpener opener(test::someMaster());
    for (std::size_t words = 0; words <= 60; ++words) {
        const auto plain = report(0x01020304, words);
        auto sealed = peer.sealReport(plain);
        REQUIRE(sealed.size() == plain.size() + rtp::SrtpProtector::kRtcpTrailerBytes);
        const auto opened = opener.open(sealed);
        REQUIRE(opened);
        CHECK(std::equal(opened->begin(), opened->end(), plain.begin(), plain.end()));
    }
}

TEST_CASE("what was changed on its way is refused, each byte of it") {
    Receiver receiver;
    const auto good = receiver.sealed(7);
    for (std::size_t i = 0; i < good.size(); ++i) {
        auto bad = good;
        bad[i] ^= 1;
        INFO("byte " << i);
        CHECK_FALSE(receiver.opens(bad));
    }
    for (std::size_t size = 0; size < good.size(); ++size)
        CHECK_FALSE(receiver.opens(Bytes(good.begin(), good.begin() + static_cast<long>(size))));
    CHECK(receiver.opens(good));
}

TEST_CASE("no packet is taken twice, and none from before the window") {
    Receiver receiver;
    CHECK(receiver.opens(receiver.sealed(100)));
    CHECK_FALSE(receiver.opens(receiver.sealed(100)));
    CHECK(receiver.opens(receiver.sealed(98))); // out of order
    CHECK_FALSE(receiver.opens(receiver.sealed(98)));
    CHECK(receiver.opens(receiver.sealed(161)));
    CHECK_FALSE(receiver.opens(receiver.sealed(98)));
    CHECK_FALSE(receiver.opens(receiver.sealed(97)));
    CHECK_FALSE(receiver.opens(receiver.sealed(100)));
    CHECK(receiver.opens(receiver.sealed(99)));
    CHECK(receiver.opens(receiver.sealed(rtp::SrtpProtector::kMostRtcpIndex)));
    CHECK_FALSE(receiver.opens(receiver.sealed(162)));
}

TEST_CASE("an index of 0 comes once, too") {
    Receiver receiver;
    CHECK(receiver.opens(receiver.sealed(0)));
    CHECK_FALSE(receiver.opens(receiver.sealed(0)));
    CHECK(receiver.opens(receiver.sealed(1)));
}

TEST_CASE("sources are told apart, and are few") {
    Receiver receiver;
    for (std::uint32_t ssrc = 1; ssrc <= rtp::SrtcpOpener::kMostSources; ++ssrc)
        CHECK(receiver.opens(receiver.sealed(5, ssrc)));
    CHECK_FALSE(receiver.opens(receiver.sealed(5, 99)));
    CHECK(receiver.opens(receiver.sealed(6, 3)));
}

TEST_CASE("a packet of another key, or in the clear, is refused") {
    Receiver receiver;
    auto other = test::someMaster();
    other.key[0] ^= 1;
    rtp::SrtcpOpener stranger(other);
    auto packet = receiver.sealed(1);
    CHECK_FALSE(stranger.open(packet));
    CHECK_FALSE(receiver.opens(report(1)));
}
