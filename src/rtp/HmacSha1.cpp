// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "rtp/HmacSha1.hpp"

#include "rtp/AesCounter.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <cassert>

namespace vitrine::rtp {
namespace {

constexpr std::size_t kBlockBytes = 64;
constexpr std::uint8_t kInnerPad = 0x36;
constexpr std::uint8_t kOuterPad = 0x5C;

void must(int result) {
    if (result != 1)
        throw CryptoError("OpenSSL does not compute SHA-1");
}

} // namespace

void HmacSha1::Free::operator()(evp_md_ctx_st* context) const noexcept {
    EVP_MD_CTX_free(context);
}

HmacSha1::Context HmacSha1::hashed(std::span<const std::uint8_t> key, std::uint8_t pad) {
    assert(key.size() <= kBlockBytes);
    std::array<std::uint8_t, kBlockBytes> block{};
    std::copy(key.begin(), key.end(), block.begin());
    for (auto& byte : block)
        byte ^= pad;
    Context context(EVP_MD_CTX_new());
    must(context ? 1 : 0);
    must(EVP_DigestInit_ex(context.get(), EVP_sha1(), nullptr));
    must(EVP_DigestUpdate(context.get(), block.data(), block.size()));
    return context;
}

HmacSha1::HmacSha1(std::span<const std::uint8_t> key)
    : inner_(hashed(key, kInnerPad))
    , outer_(hashed(key, kOuterPad))
    , work_(EVP_MD_CTX_new()) {
    must(work_ ? 1 : 0);
}

HmacSha1::Digest HmacSha1::operator()(std::initializer_list<std::span<const std::uint8_t>> parts) {
    Digest digest{};
    must(EVP_MD_CTX_copy_ex(work_.get(), inner_.get()));
    for (const auto& part : parts)
        must(EVP_DigestUpdate(work_.get(), part.data(), part.size()));
    must(EVP_DigestFinal_ex(work_.get(), digest.data(), nullptr));
    must(EVP_MD_CTX_copy_ex(work_.get(), outer_.get()));
    must(EVP_DigestUpdate(work_.get(), digest.data(), digest.size()));
    must(EVP_DigestFinal_ex(work_.get(), digest.data(), nullptr));
    return digest;
}

} // namespace vitrine::rtp
