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
            const auto digest = hmac(vector.data);
            CHECK(test::copyOf(digest) == hex(vector.digest));
        }
    }
}

TEST_CASE("several messages at once have the codes that RFC 2202 has for each") {
    for (const auto& vector : kVectors) {
        rtp::HmacSha1 hmac(vector.key);
        const std::vector<rtp::HmacSha1::Message> messages(5, vector.data);
        std::vector<rtp::HmacSha1::Digest> digests(messages.size());
        hmac(messages, digests);
        for (const auto& digest : digests)
            CHECK(test::copyOf(digest) == hex(vector.digest));
    }
}

TEST_CASE("of several messages each has its own code, whatever their sizes") {
    rtp::HmacSha1 hmac(kVectors[0].key);
    const auto bytes = test::counting(1500);
    const std::span<const std::uint8_t> all(bytes);
    // Around where a block ends, where the length needs another, and far from one another.
    const std::vector<std::size_t> sizes{0,   1,   54,  55,  56,  57,  63,   64,   65,  118,
                                         119, 120, 127, 128, 191, 192, 1190, 1216, 1400};
    for (const auto a : sizes)
        for (const auto b : sizes)
            for (const auto c : sizes) {
                const std::array messages{all.first(a), all.subspan(7, b), all.last(c)};
                for (std::size_t count = 0; count <= messages.size(); ++count) {
                    std::array<rtp::HmacSha1::Digest, 3> digests{};
                    hmac(std::span(messages).first(count), std::span(digests).first(count));
                    INFO(a << ", " << b << " and " << c << " bytes, " << count << " of them");
                    for (std::size_t i = 0; i < count; ++i)
                        REQUIRE(digests[i] == hmac(messages[i]));
                }
            }
}

TEST_CASE("a key as long as a block is taken as it is") {
    // Computed by hand as RFC 2104 writes it: H(K ^ opad, H(K ^ ipad, text)).
    rtp::HmacSha1 hmac(Bytes(64, 0x11));
    CHECK(test::copyOf(hmac(Bytes(3, 0x22))) == hex("e52b83d7d72d914ed2b944861e1ff667ba57019b"));
}
