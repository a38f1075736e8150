// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "rtp/AesCounter.hpp"

#include <openssl/evp.h>

namespace vitrine::rtp {

void AesCounter::Free::operator()(evp_cipher_ctx_st* context) const noexcept {
    EVP_CIPHER_CTX_free(context);
}

AesCounter::AesCounter(std::span<const std::uint8_t, 16> key)
    : context_(EVP_CIPHER_CTX_new()) {
    if (!context_ ||
        EVP_EncryptInit_ex(context_.get(), EVP_aes_128_ctr(), nullptr, key.data(), nullptr) != 1)
        throw CryptoError("OpenSSL has no AES-128 in counter mode");
}

void AesCounter::crypt(const AesBlock& iv, std::span<const std::uint8_t> from, std::uint8_t* to) {
    int written = 0;
    if (EVP_EncryptInit_ex(context_.get(), nullptr, nullptr, nullptr, iv.data()) != 1 ||
        EVP_EncryptUpdate(context_.get(), to, &written, from.data(),
                          static_cast<int>(from.size())) != 1)
        throw CryptoError("OpenSSL does not encrypt");
}

} // namespace vitrine::rtp
