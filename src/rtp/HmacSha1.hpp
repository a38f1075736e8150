// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <span>

#include <openssl/sha.h>

namespace vitrine::rtp {

/// HMAC-SHA1 with one key (RFC 2104) on OpenSSL's SHA-1: the key's two blocks are hashed once, so
/// that a packet costs its own bytes and one block more.
///
/// Not on EVP: EVP_MD_CTX_copy_ex() allocates and frees a state for each copy in OpenSSL 3.0, two a
/// packet, and keeps it three pointers away. With 30 viewers, whose states are never in the cache,
/// that was a twelfth of what a viewer costs.
///
/// Owner: who has the key. Thread: one at a time.
class HmacSha1 {
  public:
    static constexpr std::size_t kBytes = SHA_DIGEST_LENGTH;
    using Digest = std::array<std::uint8_t, kBytes>;

    /// The key has at most 64 bytes.
    explicit HmacSha1(std::span<const std::uint8_t> key);

    /// The code of these bytes, one after the other.
    Digest operator()(std::initializer_list<std::span<const std::uint8_t>> parts) const;

  private:
    SHA_CTX inner_;
    SHA_CTX outer_;
};

} // namespace vitrine::rtp
