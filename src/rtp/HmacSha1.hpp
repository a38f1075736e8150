// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "rtp/Sha1Lanes.hpp"

#include <array>
#include <cstdint>
#include <span>

namespace vitrine::rtp {

/// HMAC-SHA1 with one key (RFC 2104): the key's two blocks are hashed once, so that a packet costs
/// its own bytes and one block more. One message goes through OpenSSL's SHA-1, several at once
/// through our own where the processor has instructions for it: three take as long as one.
///
/// Not on EVP: EVP_MD_CTX_copy_ex() allocates and frees a state for each copy in OpenSSL 3.0, two a
/// packet, and keeps it three pointers away. With 30 viewers, whose states are never in the cache,
/// that was a twelfth of what a viewer costs.
///
/// Owner: who has the key. Thread: one at a time.
class HmacSha1 {
  public:
    using Digest = std::array<std::uint8_t, 20>;
    using Message = std::span<const std::uint8_t>;

    /// The key has at most 64 bytes.
    explicit HmacSha1(std::span<const std::uint8_t> key);

    Digest operator()(Message message) const;
    /// The codes of any number of messages; the nearer one another's sizes those of a row are, the
    /// better.
    void operator()(std::span<const Message> messages, std::span<Digest> digests) const;

  private:
    void inLanes(std::span<const Message> messages, std::span<Digest> digests) const;

    Sha1State inner_;
    Sha1State outer_;
};

} // namespace vitrine::rtp
