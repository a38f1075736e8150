// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <stdexcept>

struct evp_cipher_ctx_st;

namespace vitrine::rtp {

/// OpenSSL refused something it must be able to do: no AES or SHA-1, or no memory.
struct CryptoError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

using AesBlock = std::array<std::uint8_t, 16>;

/// AES-128 in counter mode with one key, as SRTP uses it (RFC 3711, section 4.1.1), on OpenSSL's
/// EVP. The context is made once: setting a new counter costs no allocation.
///
/// Owner: who has the key. Thread: one at a time.
class AesCounter {
  public:
    /// Throws CryptoError.
    explicit AesCounter(std::span<const std::uint8_t, 16> key);

    /// Writes `from`, encrypted from the counter `iv` on, to `to`, which may be the same place.
    void crypt(const AesBlock& iv, std::span<const std::uint8_t> from, std::uint8_t* to);

  private:
    struct Free {
        void operator()(evp_cipher_ctx_st* context) const noexcept;
    };
    std::unique_ptr<evp_cipher_ctx_st, Free> context_;
};

} // namespace vitrine::rtp
