// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "rtp/Hex.hpp"
#include "support/catch.hpp"

#include "rtp/AesCounter.hpp"

using namespace vitrine;
using test::Bytes;
using test::hex;
using test::hexArray;

namespace {

// RFC 3711, appendix B.2: 0xFF02 blocks from this counter on.
const auto kKey = hexArray<16>("2B7E151628AED2A6ABF7158809CF4F3C");
const auto kIv = hexArray<16>("F0F1F2F3F4F5F6F7F8F9FAFBFCFD0000");
const auto kFirstBlocks = hex("E03EAD0935C95E80E166B16DD92B4EB4 D23513162B02D0F72A43A2FE4A5F97AB"
                              "41E95B3BB0A2E8DD477901E4FCA894C0");
const auto kLastBlocks = hex("EC8CDF7398607CB0F2D21675EA9EA1E4 362B7C3C6773516318A077D7FC5073AE"
                             "6A2CC3787889374FBEB4C81B17BA6C44");

Bytes keystream(rtp::AesCounter& cipher, std::size_t size) {
    const Bytes zeros(size);
    Bytes stream(size);
    cipher.crypt(kIv, zeros, stream.data());
    return stream;
}

} // namespace

TEST_CASE("the keystream is that of RFC 3711, appendix B.2") {
    rtp::AesCounter cipher(kKey);
    constexpr std::size_t kBlocks = 0xFF02;
    const auto stream = keystream(cipher, kBlocks * 16);
    CHECK(Bytes(stream.begin(), stream.begin() + 48) == kFirstBlocks);
    CHECK(Bytes(stream.end() - 48, stream.end()) == kLastBlocks);
}

TEST_CASE("each call begins at its counter, however the one before ended") {
    rtp::AesCounter cipher(kKey);
    for (std::size_t size = 0; size <= 48; ++size)
        CHECK(keystream(cipher, size) == Bytes(kFirstBlocks.begin(), kFirstBlocks.begin() + size));
}

TEST_CASE("what is encrypted in place is the same as elsewhere") {
    rtp::AesCounter cipher(kKey);
    auto text = test::counting(37);
    Bytes elsewhere(text.size());
    cipher.crypt(kIv, text, elsewhere.data());
    cipher.crypt(kIv, text, text.data());
    CHECK(text == elsewhere);
    cipher.crypt(kIv, text, text.data());
    CHECK(text == test::counting(37));
}
