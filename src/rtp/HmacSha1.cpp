// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
// The functions of one hash, without EVP around them, are deprecated since OpenSSL 3.0, and there.
#define OPENSSL_SUPPRESS_DEPRECATED
#include "rtp/HmacSha1.hpp"

#include <algorithm>
#include <cassert>

namespace vitrine::rtp {
namespace {

constexpr std::uint8_t kInnerPad = 0x36;
constexpr std::uint8_t kOuterPad = 0x5C;

SHA_CTX hashed(std::span<const std::uint8_t> key, std::uint8_t pad) {
    assert(key.size() <= SHA_CBLOCK);
    std::array<std::uint8_t, SHA_CBLOCK> block{};
    std::copy(key.begin(), key.end(), block.begin());
    for (auto& byte : block)
        byte ^= pad;
    SHA_CTX state;
    SHA1_Init(&state);
    SHA1_Update(&state, block.data(), block.size());
    return state;
}

} // namespace

HmacSha1::HmacSha1(std::span<const std::uint8_t> key)
    : inner_(hashed(key, kInnerPad))
    , outer_(hashed(key, kOuterPad)) {}

HmacSha1::Digest
HmacSha1::operator()(std::initializer_list<std::span<const std::uint8_t>> parts) const {
    Digest digest{};
    auto state = inner_;
    for (const auto& part : parts)
        SHA1_Update(&state, part.data(), part.size());
    SHA1_Final(digest.data(), &state);
    state = outer_;
    SHA1_Update(&state, digest.data(), digest.size());
    SHA1_Final(digest.data(), &state);
    return digest;
}

} // namespace vitrine::rtp
