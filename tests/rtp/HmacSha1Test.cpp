// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "rtp/Hex.hpp"
#include "support/catch.hpp"

#include "rtp/HmacSha1.hpp"

using namespace vitrine;
using test::Bytes;
using test::hex;

namespace {

Bytes text(std::string_view words) {
    return {words.begin(), words.end()};
}

struct Vector {
    Bytes key;
    Bytes data;
    const char* digest;
};

// RFC 2202, section 3; the two whose key is longer than a block are none of SRTP's.
const std::vector<Vector> kVectors{
    {Bytes(20, 0x0B), text("Hi There"), "b617318655057264e28bc0b6fb378c8ef146be00"},
    {text("Jefe"), text("what do ya want for nothing?"),
     "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"},
    {Bytes(20, 0xAA), Bytes(50, 0xDD), "125d7342b9ac11cd91a39af48aa17b4f63f175d3"},
    {test::counting(25, 1), Bytes(50, 0xCD), "4c9007f4026250c6bc8414f9bf50c86c2d7235da"},
    {Bytes(20, 0x0C), text("Test With Truncation"), "4c1a03424b55e07fe7f27be1d58bb9324a9a5a04"},
};

} // namespace

TEST_CASE("the codes are those of RFC 2202, every time they are asked for") {
    for (const auto& vector : kVectors) {
        rtp::HmacSha1 hmac(vector.key);
        for (int round = 0; round < 3; ++round) {
            const auto digest = hmac({vector.data});
            CHECK(test::copyOf(digest) == hex(vector.digest));
        }
    }
}

TEST_CASE("where the parts end makes no difference") {
    const auto& vector = kVectors[1];
    rtp::HmacSha1 hmac(vector.key);
    const std::span<const std::uint8_t> data(vector.data);
    for (std::size_t cut = 0; cut <= data.size(); ++cut) {
        const auto digest = hmac({data.first(cut), data.subspan(cut)});
        CHECK(test::copyOf(digest) == hex(vector.digest));
    }
}

TEST_CASE("a key as long as a block is taken as it is") {
    // Computed by hand as RFC 2104 writes it: H(K ^ opad, H(K ^ ipad, text)).
    rtp::HmacSha1 hmac(Bytes(64, 0x11));
    CHECK(test::copyOf(hmac({Bytes(3, 0x22)})) == hex("e52b83d7d72d914ed2b944861e1ff667ba57019b"));
}
