// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <span>

struct evp_md_ctx_st;

namespace vitrine::rtp {

/// HMAC-SHA1 with one key (RFC 2104) on OpenSSL's EVP: the key's two blocks are hashed once, so
/// that a packet costs its own bytes and one block more.
///
/// Owner: who has the key. Thread: one at a time.
class HmacSha1 {
  public:
    static constexpr std::size_t kBytes = 20;
    using Digest = std::array<std::uint8_t, kBytes>;

    /// Throws CryptoError. The key has at most 64 bytes.
    explicit HmacSha1(std::span<const std::uint8_t> key);

    /// The code of these bytes, one after the other. Throws CryptoError.
    Digest operator()(std::initializer_list<std::span<const std::uint8_t>> parts);

  private:
    struct Free {
        void operator()(evp_md_ctx_st* context) const noexcept;
    };
    using Context = std::unique_ptr<evp_md_ctx_st, Free>;

    static Context hashed(std::span<const std::uint8_t> key, std::uint8_t pad);

    Context inner_;
    Context outer_;
    Context work_;
};

} // namespace vitrine::rtp
