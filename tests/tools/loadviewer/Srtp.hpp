// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "tools/loadviewer/Dtls.hpp"

#include <srtp2/srtp.h>

#include <optional>
#include <span>

namespace vitrine::loadviewer {

/// What became of a packet that was to be opened.
struct Opening {
    bool authentic = false;          ///< true of a replay too
    std::optional<std::size_t> size; ///< of the plain packet; nothing where it was refused
};

/// Both directions of one viewer's SRTP, by libsrtp: everything of any SSRC.
///
/// Owner: the MediaReceiver. Thread: its shard's.
class Srtp {
  public:
    /// Throws std::runtime_error when libsrtp refuses.
    explicit Srtp(const SrtpKeys& keys);

    /// Decrypts in place; refuses what fails authentication, and a replay.
    Opening unprotectRtp(std::span<std::uint8_t> packet);
    std::optional<std::size_t> unprotectRtcp(std::span<std::uint8_t> packet);
    /// Encrypts our RTCP; grows the packet by the index and the tag.
    bool protectRtcp(std::vector<std::uint8_t>& packet);
    /// Encrypts RTP of ours: for the tests' sending side.
    bool protectRtp(std::vector<std::uint8_t>& packet);
    /// From here on protectRtp() counts with this rollover counter, for an SSRC it has protected.
    bool setRollover(std::uint32_t ssrc, std::uint32_t counter);

  private:
    Owned<srtp_ctx_t, srtp_dealloc> in_;
    Owned<srtp_ctx_t, srtp_dealloc> out_;
};

} // namespace vitrine::loadviewer
